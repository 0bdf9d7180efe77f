-- This part comes last: it writes what was kept, and answers.

-- Writes the values without a time to live, and the origin. Returns the common
-- answer: the epoch that the caller offered, by which it knows that this is the
-- answer to its call, and the origin. If there is more to tell, two
-- lines follow: the number of values that were replaced with the key of the
-- first, and fences of other commits.
--
-- One call of ten that write looks after the commits of others.
local function close_origin (more)
  more = more or ''
  if ARGV[6] ~= '' then
    heal_what_is_over ()
  end
  if drawn and sub (drawn, -1) == '0' then
    more = more .. look_after_commits ()
  end

  local value = epoch .. ' ' .. (drawn or string.format ('%.0f', clock)) ..
    ' ' .. server .. ' ' .. origin_past .. origin_near .. origin_fences
  if origin_changed then
    keep (KEYS[1], value)
  end
  for first = 1, size, at_once do
    call ('MSET', unpack (lasting, first, math.min (first + at_once - 1, size)))
  end
  value = ARGV[2] .. ' ' .. value
  if replaced ~= 0 or more ~= '' then
    value = value .. '\n' .. replaced .. ' ' .. (first_replaced or '') ..
      '\n' .. more
  end
  return value
end
