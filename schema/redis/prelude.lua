-- The beginning of every script but remove.lua: the arguments that all of them
-- have, the clock, the origin, and how tokens are read, healed and written.
--
-- KEYS[1]  the origin
-- ARGV[1]  the server that the caller is connected to, and the history of its
--          data
-- ARGV[2]  a fresh random epoch, used if one is needed
-- ARGV[3]  the epoch that the caller knows, an '@', and the latest clock that
--          it has seen of this epoch; empty if it knows none
-- ARGV[4]  how long the caller's fences last, in milliseconds
-- ARGV[5]  the time to live of an object's token in milliseconds
-- ARGV[6]  the fences that are over: the caller has seen each for as long as
--          it lasts, by its steady clock. They stand here as in tokens, each
--          with a space before it
--
-- Numbers are doubles, which are exact below 2^53; ticks and nonces are below
-- that. '%.0f' prints them without an exponent.
--
-- A command costs more than the work on its reply, and a new string more than
-- a comparison. So tokens are read and written together, and taken apart no
-- further than needed; [0-9] is several times as fast as %d.

-- Commands are called with this many arguments at most, since Lua's stack holds
-- 8000. The number is even because the arguments of MSET are pairs.
local at_once = 4000
local call, match, sub = redis.call, string.match, string.sub

local server_time = call ('TIME')
local now = server_time[1] * 1000000 + server_time[2]

local epoch, clock, origin_clock, origin_past, origin_fences
local origin_changed = false

-- Returns the next tick of the clock. One tick serves for everything that a
-- script writes, unless it has read a token that is as new.
local drawn
local function tick ()
  if not drawn then
    clock = math.max (clock + 1, now)
    drawn = string.format ('%.0f', clock)
    origin_changed = true
  end
  return drawn
end

-- Counts values that are replaced, because they were not written by this
-- library or not in this epoch; the caller is told the key of the first.
-- Another program that writes here may have removed the fence of a commit in
-- flight. So a token that replaces such a value has a fence of its own for as
-- long as a commit may take.
local replaced, first_replaced = 0, nil
local function replace (key)
  replaced = replaced + 1
  first_replaced = first_replaced or key
end

local function own_fence ()
  return ' ' .. tick () .. '-0-' .. ARGV[4]
end

-- Returns whether the caller says that a fence is over: this one, or a later
-- one of the same commit.
local over
local function is_over (fence, owner, at)
  if not over then
    over = {}
    for one, its_tick, nonce in
        string.gmatch (ARGV[6], '( ([0-9]+)%-([0-9]+)%-[0-9]+)') do
      over[one] = true
      if nonce ~= '0' then
        over[nonce] = math.max (over[nonce] or 0, tonumber (its_tick))
      end
    end
  end
  return over[fence] or over[owner] and at <= over[owner]
end

-- A fence does not end by the server's time, which can be set. Only one that is
-- this old does: its process has died, and nobody has read the token since.
local day = 24 * 60 * 60 * 1000000

-- Removes fences from a list, in which each has a space before it: those that
-- are over and, if a nonce is given, those of the nonce. Returns the remaining
-- list and whether one was over. Returns nothing if the text is not such a list
-- or a fence is later than the clock.
local function without_overdue (fences, nonce)
  local rest, overdue, size = {}, false, 0
  local latest = math.max (clock, now)
  for fence, at, owner, lasting in
      string.gmatch (fences, '( ([0-9]+)%-([0-9]+)%-([0-9]+))') do
    local tick_of_it = tonumber (at)
    if #at > 16 or #owner > 16 or #lasting > 9 or tick_of_it > latest then
      return nil
    end
    size = size + #fence
    if owner ~= nonce then
      if is_over (fence, owner, tick_of_it) or now - tick_of_it > day then
        overdue = true
      else
        rest[#rest + 1] = fence
      end
    end
  end
  if size ~= #fences then
    return nil
  end
  return table.concat (rest), overdue
end

-- Returns whether a version may be one of this epoch, and raises the clock to
-- it. The clock can be behind a version if the origin was lost and the token
-- was not. It has to be raised then, since keys may carry the version already,
-- and no tick may repeat it. It is never raised beyond the server's time: keys
-- carry no version that the clock has not reached.
local function raise_clock (version)
  local written = tonumber (version)
  if #version > 16 or written > clock and written > now then
    return false
  end
  if written > clock then
    tick ()
  end
  if drawn and written == clock then
    drawn = nil
  end
  return true
end

-- The past of an origin tells which epochs come before its own, and how far the
-- clock of each had gone: "epoch@clock,epoch@clock", the latest first, or "-".
-- A caller that knows a later clock of one of them, or another epoch, has seen
-- commits that this origin knows nothing of.
local remembered = 8
local longest_past = remembered * 34
local known_epoch, known_clock = match (ARGV[3], '^([0-9a-f]+)@([0-9]+)$')

local function comes_after_known ()
  local seen = known_epoch == epoch and origin_clock or
    match (origin_past, known_epoch .. '@([0-9]+)')
  return seen and #seen <= 16 and tonumber (seen) >= tonumber (known_clock)
end

-- Begins a new epoch. It comes after the caller's epoch and, if the origin that
-- was found here is sound, after that of the origin and those of its past.
local function begin_epoch (found)
  local order, clocks = {}, {}

  local function add (one, its_clock)
    if not clocks[one] and #order < remembered then
      order[#order + 1] = one
      clocks[one] = its_clock
    elseif clocks[one] and tonumber (its_clock) > tonumber (clocks[one]) then
      clocks[one] = its_clock
    end
  end

  if known_epoch then
    add (known_epoch, known_clock)
  end
  if found then
    add (epoch, origin_clock)
    for one, its_clock in
        string.gmatch (origin_past, '([0-9a-f]+)@([0-9]+)') do
      add (one, its_clock)
    end
  end

  for i, one in ipairs (order) do
    order[i] = one .. '@' .. clocks[one]
  end
  epoch = ARGV[2]
  origin_past = #order ~= 0 and table.concat (order, ',') or '-'
end

-- The server, and the history of its data. One caller may have learnt that
-- they have changed, and another one not yet. The two must not take turns in
-- beginning epochs, so a server that seems to be another one is asked itself.
local server = ARGV[1]
local function ask_server ()
  local run = match (call ('INFO', 'server'), '\nrun_id:(%w+)')
  local history = match (call ('INFO', 'replication'), '\nmaster_replid:(%w+)')
  if run and history then
    server = sub (run, 1, 20) .. '-' .. sub (history, 1, 20)
  end
end

-- Takes the origin apart, and begins a new epoch if there is no origin, if it
-- is unsound or of another server, or if it does not come after what the caller
-- knows: then the caller has seen commits of another server, to which the
-- address led meanwhile, or this server has lost writes that it had
-- acknowledged.
--
-- A commit may be in flight whose fences were lost with the old origin, or were
-- never copied to this server. So a new epoch begins with a fence of its own,
-- the quarantine, and all keys are unique until it is over. Then another epoch
-- begins, so that stamps which were taken in the quarantine do not count.
--
-- No key carries a version of a new epoch, hence its clock begins with the
-- server's time, whatever the old clock was. Only at the end of a quarantine it
-- goes on. Within an epoch the clock may be ahead of the server's time, if that
-- was set back. If it is ahead by a year, the library has not written it, and
-- ticks might exceed their 16 digits.
local function open_origin (value)
  local of_server, rest, overdue
  clock = 0

  if value then
    epoch, origin_clock, of_server, origin_past, origin_fences =
      match (value, '^([0-9a-f]+) ([0-9]+) ([^ ]+) ([0-9a-f@,-]+)(.*)$')
  end

  if of_server and #epoch == 16 and #origin_clock <= 16 and
     #origin_past <= longest_past and
     tonumber (origin_clock) <= now + 366 * day then
    clock = tonumber (origin_clock)
    rest, overdue = without_overdue (origin_fences)
  end

  if of_server and of_server ~= server then
    ask_server ()
  end

  if rest and of_server == server and
     (not known_epoch or comes_after_known ()) then
    if overdue then
      if rest == '' then
        begin_epoch (true)
      end
      tick ()
      origin_fences = rest
    end
    return
  end

  if value and not rest and (not of_server or of_server == server) then
    replace (KEYS[1])
  end
  begin_epoch (rest)
  clock, origin_clock = 0, '0'
  origin_fences = own_fence ()
end

-- Returns the string under a key, an empty one if the value is of another type,
-- and false if there is none. (MGET reports a value of another type as
-- missing.) An empty string is no token, so that it is replaced.
local function held (key)
  local value = redis.pcall ('GET', key)
  if type (value) ~= 'table' then
    return value
  end
  return match (value.err, '^WRONGTYPE') and '' or call ('GET', key)
end

-- A longer list of fences is foreign: a thousand commits of a million rows
-- leave less.
local longest = 512 * 1024

-- Takes a token apart, and removes fences that are over and, if a nonce is
-- given, those of the nonce. Returns "version changed", or nil if the token
-- needs a new version, and the remaining fences. Returns nothing if it is no
-- token of this epoch.
--
-- The last list of fences is kept, as the tokens of one commit mostly have the
-- same.
local list, list_nonce, rest_of_list, overdue_in_list = '', nil, '', false
local function take_apart (value, nonce)
  local version, changed, fences_at = match (value, '^([0-9]+) ([0-9]+)()')

  -- As texts of one length compare, so do their numbers.
  local sound = version and
    (changed == version or
     #changed <= 16 and tonumber (changed) <= tonumber (version)) and
    (#version == #origin_clock and version <= origin_clock or
     raise_clock (version))

  if sound and fences_at > #value then
    return value, ''
  elseif sound and #value - fences_at < longest then
    local this = sub (value, fences_at)
    if this ~= list or nonce ~= list_nonce then
      list, list_nonce = this, nonce
      rest_of_list, overdue_in_list = without_overdue (this, nonce)
    end
    if rest_of_list and not overdue_in_list then
      version = sub (value, 1, fences_at - 1)
    else
      version = nil
    end
    return version, rest_of_list
  end
end

-- Reads the origin and the tokens, and removes fences that are over and, if a
-- nonce is given, those of the nonce. Returns three tables, by the index of the
-- key:
--
--   the value,
--   "version changed", or nil if the token needs a new version,
--   the remaining fences, or nil if there is no token.
--
-- Afterwards the clock is at least that of all tokens, so that one tick serves
-- for everything that is written, and a key that is given twice is written
-- twice with the same value.
--
-- The longest list of remaining fences is kept for reset.lua, which returns it
-- to the caller.
local others = ''
local function load (nonce)
  local count = #KEYS
  local values = call ('MGET', unpack (KEYS, 1, math.min (count, at_once)))

  for first = at_once + 1, count, at_once do
    local more = call ('MGET', unpack (KEYS, first,
                                       math.min (first + at_once - 1, count)))
    for i = 1, #more do
      values[first + i - 1] = more[i]
    end
  end

  open_origin (values[1] or held (KEYS[1]))

  local versions, fences = {}, {}

  for i = 2, count do
    local value = values[i] or held (KEYS[i])
    if value then
      versions[i], fences[i] = take_apart (value, nonce)
      if not fences[i] then
        replace (KEYS[i])
        fences[i] = own_fence ()
      elseif #fences[i] > #others then
        others = fences[i]
      end
    end
  end

  return values, versions, fences
end

local function is_object (key)
  local last = sub (key, -2)
  return last ~= '#*' and last ~= '#!'
end

-- Under maxmemory-policy allkeys-… a token that is missing may have been
-- evicted with the fence of a commit in flight. So a token that is created then
-- has a fence of its own, for as long as that commit may take.
local evicting
local function evicts ()
  if evicting == nil then
    evicting = string.find (call ('INFO', 'memory'),
                            'maxmemory_policy:allkeys', 1, true) ~= nil
  end
  return evicting
end

local function fences_of_created ()
  return evicts () and own_fence () or ''
end

-- The keys and values that get no time to live, in turn. They are written at
-- the end, by MSET.
local lasting, size = {}, 0
local function keep (key, value)
  lasting[size + 1], lasting[size + 2] = key, value
  size = size + 2
end

-- Writes a token. That of an object lives for a while after its last write, and
-- so does any token that a reader has created. It has no time to live while a
-- commit is in flight, since its fence must not expire or be evicted. (A fence
-- with nonce 0 belongs to no commit.) All other tokens have no time to live: a
-- sweep that is created again changes the version of every row.
local function save (key, version, fences, created)
  local value = version .. fences
  if not created and not is_object (key) then
    keep (key, value)
  elseif fences == '' then
    call ('SET', key, value, 'PX', ARGV[5])
  elseif string.gsub (fences, ' [0-9]+%-0%-[0-9]+', '') == '' then
    call ('SET', key, value, 'PX',
          string.format ('%.0f', math.max (tonumber (ARGV[5]),
                                           10 * tonumber (ARGV[4]))))
  else
    keep (key, value)
  end
  return value
end

-- Prolongs the life of a token of a table or a sweep that no commit has written
-- yet, so that it lives as long as those of objects that are created later.
local function renew (key, value)
  if not is_object (key) and call ('PTTL', key) > 0 then
    call ('SET', key, value, 'PX', ARGV[5])
  end
end

-- The commits in flight, so that fences of dead processes are found on tokens
-- that nobody reads. A hash: by its nonce, each commit's fence and, each in a
-- line of its own, the keys that it fences.
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

-- Writes the values without a time to live, and the origin. Returns the answer
-- of every script: the epoch that the caller offered, by which it knows that
-- this is the answer to its call, and the origin. If there is more to tell, two
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
    ' ' .. server .. ' ' .. origin_past .. origin_fences
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
