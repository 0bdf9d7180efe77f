-- Completes a read that met a missing token or one with an overdue fence:
-- creates what is missing and heals the rest.
--
-- KEYS[2…]  the tokens, those of tables and sweeps before those of objects;
--           with the token of an object that may be missing goes that of its
--           table
--
-- Returns the answer of every script and then the tokens, in the order of KEYS.

local values, versions, fences = load ()
local answer = {''}
local tables = {}

for i = 2, #KEYS do
  local key, version, list = KEYS[i], versions[i], fences[i]

  -- The version of a table bounds when any of its rows changed, unless the
  -- token was not there to be changed or a commit is in flight.
  if not list then
    local bound = is_object (key) and tables[match (key, '^.*#')]
    version, list = tick () .. ' ' .. (bound or tick ()), fences_of_created ()
  else
    version = version or tick () .. ' ' .. tick ()
    if list == '' and sub (key, -2) == '#*' then
      tables[sub (key, 1, -2)] = match (version, '^%d+')
    end
  end

  answer[i] = version .. list
  if answer[i] ~= values[i] then
    save (key, version, list, not values[i])
  else
    renew (key, values[i])
  end
end

answer[1] = close_origin ()
return answer
