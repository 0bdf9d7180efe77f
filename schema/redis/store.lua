-- Stores a value, unless its epoch is over, or its slot holds a newer one.
--
-- KEYS[2]  the slot
-- KEYS[3]  the lease of whoever computes the value
-- ARGV[5]  the text of the key that the value is for
-- ARGV[6]  the value, behind that text and a space
-- ARGV[7]  its time to live in milliseconds
-- ARGV[8]  what the lease holds if it is the caller's, which then ends; or ''
--
-- Returns the origin, and 1 if it was stored, else 0.

open_origin (call ('GET', KEYS[1]))

local text = ARGV[5]

-- The arguments alone: texts without epoch and versions.
local function arguments_of (key)
  return (string.gsub (sub (key, 23), '%d+/alkey:', 'alkey:'))
end

-- Versions only grow, and have as many digits for some centuries to come. So
-- of two keys of the same arguments and epoch, the greater text is the newer.
local function is_outdated ()
  local held = call ('GETRANGE', KEYS[2], 0, #text)
  held = match (held, '^(%S+) $')
  return held and sub (held, 1, 22) == sub (text, 1, 22) and
    held > text and arguments_of (held) == arguments_of (text)
end

if ARGV[8] ~= '' and call ('GET', KEYS[3]) == ARGV[8] then
  call ('DEL', KEYS[3])
end

local stored = 0
if sub (text, 7, 22) == epoch and not is_outdated () then
  call ('SET', KEYS[2], ARGV[6], 'PX', ARGV[7])
  stored = 1
end

return {close_origin (), stored}
