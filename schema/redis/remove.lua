-- Removes a value or a lease, if it is the one that the caller means. It may
-- have been replaced since it was read.
--
-- KEYS[1]  the entry or the lease
-- ARGV[1]  what it begins with
--
-- Returns 1 if it was removed, else 0.

if redis.call ('GETRANGE', KEYS[1], 0, #ARGV[1] - 1) ~= ARGV[1] then
  return 0
end

return redis.call ('DEL', KEYS[1])
