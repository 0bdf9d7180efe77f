-- Stores a value, unless its epoch has ended or its entry holds a newer one.
--
-- KEYS[2]  the entry
-- KEYS[3]  the lease to compute the value
-- ARGV[7]  the text of the key that the value is for
-- ARGV[8]  the epoch that the key was made in
-- ARGV[9]  the position in that text, from 1 on, where the arguments begin,
--          after the prefix and the epoch
-- ARGV[10] that text, a space, and the value
-- ARGV[11] the value's time to live in milliseconds
-- ARGV[12] the lease of the caller, which then ends; or ''
--
-- Returns the answer of every script, and 1 if it was stored, else 0.

open_origin (held (KEYS[1]))

local text = ARGV[7]
local begin = tonumber (ARGV[9])

-- Returns the arguments of a key, without its epoch and versions.
local function arguments_of (key)
  return (string.gsub (sub (key, begin), '%d+/alkey:', 'alkey:'))
end

-- Returns whether the entry holds the value of a newer key. Versions only grow,
-- and their number of digits stays the same for some centuries. So of two keys
-- of the same arguments and epoch, the greater text is the newer.
local function is_outdated ()
  local other = redis.pcall ('GETRANGE', KEYS[2], 0, #text)
  other = type (other) == 'string' and match (other, '^(%S+) $')
  return other and sub (other, 1, begin - 1) == sub (text, 1, begin - 1) and
    other > text and arguments_of (other) == arguments_of (text)
end

if ARGV[12] ~= '' and held (KEYS[3]) == ARGV[12] then
  call ('DEL', KEYS[3])
end

local stored = 0
if ARGV[8] == epoch and not is_outdated () then
  call ('SET', KEYS[2], ARGV[10], 'PX', ARGV[11])
  stored = 1
end

return {close_origin (), stored}
