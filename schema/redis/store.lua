-- Stores a value, unless its epoch is over, or its slot holds a newer one.
--
-- KEYS[2]  the slot
-- KEYS[3]  the lease of whoever computes the value
-- ARGV[7]  the text of the key that the value is for
-- ARGV[8]  the value, behind that text and a space
-- ARGV[9]  its time to live in milliseconds
-- ARGV[10]  what the lease holds if it is the caller's, which then ends; or ''
--
-- Returns the answer of every script, and 1 if it was stored, else 0.

open_origin (held (KEYS[1]))

local text = ARGV[7]

-- The arguments alone: texts without epoch and versions.
local function arguments_of (key)
  return (string.gsub (sub (key, 23), '%d+/alkey:', 'alkey:'))
end

-- Versions only grow, and have as many digits for some centuries to come. So
-- of two keys of the same arguments and epoch, the greater text is the newer.
local function is_outdated ()
  local other = redis.pcall ('GETRANGE', KEYS[2], 0, #text)
  other = type (other) == 'string' and match (other, '^(%S+) $')
  return other and sub (other, 1, 22) == sub (text, 1, 22) and
    other > text and arguments_of (other) == arguments_of (text)
end

if ARGV[10] ~= '' and held (KEYS[3]) == ARGV[10] then
  call ('DEL', KEYS[3])
end

local stored = 0
if sub (text, 7, 22) == epoch and not is_outdated () then
  call ('SET', KEYS[2], ARGV[8], 'PX', ARGV[9])
  stored = 1
end

return {close_origin (), stored}
