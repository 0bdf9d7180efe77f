-- Removes a value or a lease if it is the one that the caller means, since it
-- may have been replaced after the caller read it.
--
-- KEYS[1]  the entry or the lease
-- ARGV[1]  the beginning of the value, or the whole lease
--
-- Returns 1 if it was removed, else 0.

if redis.call ('GETRANGE', KEYS[1], 0, #ARGV[1] - 1) ~= ARGV[1] then
  return 0
end

return redis.call ('DEL', KEYS[1])
