-- Stores a value, unless its entry holds that of a newer key.
--
-- KEYS[1]  the entry
-- KEYS[2]  the lease to compute the value, if the caller has it
-- ARGV[1]  the text of the key that the value is for
-- ARGV[2]  the position in that text, from 1 on, where the arguments begin,
--          after the prefix and the epoch
-- ARGV[3]  that text, a space, and the value
-- ARGV[4]  the value's time to live in milliseconds
-- ARGV[5]  that lease, which then ends
--
-- Returns 1 if it was stored, else 0.

local text, begin, lease = ARGV[1], tonumber (ARGV[2]), ARGV[5]
local match, sub = string.match, string.sub

-- Returns the first bytes of a string, and an empty one if the value is of
-- another type, which the library has not written.
local function beginning_of (key, size)
  local value = redis.pcall ('GETRANGE', key, 0, size - 1)
  if type (value) ~= 'table' then
    return value
  end
  return match (value.err, '^WRONGTYPE') and '' or
    redis.call ('GETRANGE', key, 0, size - 1)
end

-- Returns the arguments of a key, without its epoch and versions.
local function arguments_of (key)
  return (string.gsub (sub (key, begin), '%d+/alkey:', 'alkey:'))
end

-- Returns whether the entry holds the value of a newer key. Versions only grow,
-- and their number of digits stays the same for some centuries. So of two keys
-- of the same arguments and epoch, the greater text is the newer. The text does
-- not tell which of two epochs is the newer.
local function is_outdated ()
  local other = match (beginning_of (KEYS[1], #text + 1), '^(%S+) $')
  return other and sub (other, 1, begin - 1) == sub (text, 1, begin - 1) and
    other > text and arguments_of (other) == arguments_of (text)
end

if lease and beginning_of (KEYS[2], #lease + 1) == lease then
  redis.call ('DEL', KEYS[2])
end

if is_outdated () then
  return 0
end

redis.call ('SET', KEYS[1], ARGV[3], 'PX', ARGV[4])
return 1
