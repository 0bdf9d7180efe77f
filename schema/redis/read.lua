-- Completes a read that met a missing token or one with an overdue fence:
-- creates what is missing and heals the rest.
--
-- KEYS[2…]  the tokens, those of tables and sweeps before those of objects;
--           with the token of an object that may be missing goes that of its
--           table
--
-- Returns the origin and then the tokens, in the order of KEYS.

local answer = {''}
local tables = {}

for i = 2, #KEYS do
  local key = KEYS[i]
  local version, changed, fences, healed = load (key)
  local missing = not version

  if not is_object (key) then
    if missing then
      version, changed, fences = tick (), tick (), fences_of_created ()
    end

    -- The version of a table bounds when any of its rows changed, unless the
    -- token was not there to be changed or a commit is in flight.
    local table_key = string.match (key, '^(.*#)%*$')
    if table_key and not missing and fences == '' then
      tables[table_key] = version
    end
  elseif missing then
    version, fences = tick (), fences_of_created ()
    changed = tables[string.match (key, '^.*#')] or tick ()
  end

  if missing or healed then
    answer[i] = save (key, version, changed, fences)
  else
    answer[i] = version .. ' ' .. changed .. fences
  end
end

answer[1] = close_origin ()
return answer
