-- How commits of dead processes are healed.

-- The hash of the commits in flight shows the fences of dead processes on
-- tokens that nobody reads. A field is the nonce of a commit. Its value is the
-- fence and, each in a line of its own, the keys that have it.
local prefix = sub (KEYS[1], 1, -7)
local commits = prefix .. 'commits'

-- Runs a command on the hash. A value of another type is removed, because it
-- would make every commit fail.
local function of_commits (command, ...)
  local reply = redis.pcall (command, commits, ...)
  if type (reply) ~= 'table' or not reply.err then
    return reply
  end
  if match (reply.err, '^WRONGTYPE') then
    replace (commits)
    call ('DEL', commits)
  end
  return call (command, commits, ...)
end

-- Returns those lines of an entry whose keys this call does not write.
local function of_others (entry)
  local own, lines = {}, {''}
  for i = 2, #KEYS do
    own[KEYS[i]] = true
  end
  if #entry < longest then
    for key in string.gmatch (entry, '\n([^\n]+)') do
      if not own[key] then
        lines[#lines + 1] = key
      end
    end
  end
  return table.concat (lines, '\n')
end

-- Heals the tokens that a commit has fenced, except for those that this call
-- writes. Returns how many tokens it has looked at.
local function heal (nonce, keys)
  local found = {}
  for key in string.gmatch (of_others (keys), '[^\n]+') do
    if sub (key, 1, #prefix) == prefix then
      found[#found + 1] = key
    end
  end

  for first = 1, #found, at_once do
    local last = math.min (first + at_once - 1, #found)
    local values = call ('MGET', unpack (found, first, last))
    for i = first, last do
      local value = values[i - first + 1]
      if value then
        local version, rest = take_apart (value)
        if not rest then
          replace (found[i])
          rest = own_fence ()
        end
        if not version then
          save (found[i], tick () .. ' ' .. tick (), rest)
        end
      end
    end
  end
  of_commits ('HDEL', nonce)
  return #found
end

-- A call heals no further commits when it has looked at as many tokens as one
-- call may write.
local healed, most_healed = 0, 1000

-- Heals the commits whose fences the caller says to be over.
local function heal_what_is_over ()
  for fence, nonce in
      string.gmatch (ARGV[6], '( [0-9]+%-([0-9]+)%-[0-9]+)') do
    local entry = healed < most_healed and of_commits ('HGET', nonce)
    if entry and sub (entry, 1, #fence + 1) == fence .. '\n' then
      healed = healed + heal (nonce, sub (entry, #fence + 1))
    end
  end
end

-- Looks at some commits, beginning at a different place each time. Heals those
-- that are over, and returns the fences of the others, so that the caller
-- watches them.
local function look_after_commits ()
  local some = of_commits ('HSCAN', sub (drawn, -10, -2), 'COUNT', 20)[2]
  local watched = {}

  for i = 1, #some, 2 do
    local fence, keys = match (some[i + 1], '^( [^\n]+)(.*)$')
    local rest, overdue
    if fence then
      rest, overdue = without_overdue (fence)
    end
    if rest and not overdue then
      watched[#watched + 1] = rest
    elseif healed < most_healed then
      healed = healed + heal (some[i], keys or '')
    end
  end
  return table.concat (watched)
end
