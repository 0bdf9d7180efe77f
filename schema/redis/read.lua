-- Completes a read that met a missing token, or one with a fence that is over:
-- creates the missing tokens and heals the others.
--
-- KEYS[2…]  the tokens, those of tables and sweeps before those of objects. An
--           object that may have no token comes with the token of its table
--
-- Returns the common answer and then the tokens, in the order of KEYS.

local values, versions, fences = load ()
local answer = {''}
local tables = {}

for i = 2, #KEYS do
  local key, version, list = KEYS[i], versions[i], fences[i]

  -- No row has changed after the version of its table, unless the token of the
  -- table was missing too, or a commit is in flight.
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
