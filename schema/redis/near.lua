-- Puts a table on the list of those whose tokens processes may use for some
-- milliseconds without asking, or takes it off. Its commits wait for as long.
--
-- KEYS[1]  the origin
-- ARGV[7]  list, close or remove
-- ARGV[8]  the name of the table, as identifiers have it
-- ARGV[9]  list: for how many milliseconds at least;
--          remove: the tick that close has left
--
-- Returns the common answer, whose origin has the new list. A table is taken
-- off in two steps. After the first one nobody uses its tokens without asking
-- any more, and after the second one commits do not wait any more. So the
-- length has to pass in between; and the second one does nothing if somebody
-- has listed the table again.

load ()

local entries, found, at = {}, {}, nil
for entry, name, length, closed in
    string.gmatch (sub (origin_near, 3), '(([^:,]+):([0-9]+):?([0-9]*))') do
  entries[#entries + 1] = entry
  if name == ARGV[8] then
    at, found = #entries, {length = tonumber (length), closed = closed}
  end
end

local change
if ARGV[7] == 'list' then
  local length = math.max (tonumber (ARGV[9]), found.length or 0)
  if found.length ~= length or found.closed ~= '' then
    change = ARGV[8] .. ':' .. string.format ('%.0f', length)
  end
elseif ARGV[7] == 'close' and at then
  change = ARGV[8] .. ':' .. string.format ('%.0f', found.length) .. ':' ..
    tick ()
elseif ARGV[7] == 'remove' and at and found.closed == ARGV[9] then
  table.remove (entries, at)
  origin_near = #entries ~= 0 and ' =' .. table.concat (entries, ',') or ''
  tick ()
end

if change then
  entries[at or #entries + 1] = change
  local list = ' =' .. table.concat (entries, ',')
  if is_near_list (list) then
    origin_near = list
    tick ()
  end
end

return close_origin ()
