-- For wrk: sends the requests of a stream (bench/streams.py), and prints what it measured as JSON.
-- Arguments: the stream's file, at which request to begin, more headers ("Name: value") if any.

local stream, at = {}, 0

local function cut(text, mark)
  local first, last = text:find(mark, 1, true)
  if not first then return { text } end
  return { text:sub(1, first - 1), text:sub(last + 1) }
end

function init(args)
  local headers = { ["Host"] = wrk.host .. ":" .. wrk.port }
  at = tonumber(args[2])
  for i = 3, #args do
    local name, value = args[i]:match("^([^:]+): (.*)$")
    headers[name] = value
  end
  for line in io.lines(args[1]) do
    local method, path, body = line:match("^(%u+)\t([^\t]+)\t(.*)$")
    headers["Content-Type"] = body ~= "" and "application/json" or nil
    local text = wrk.format(method, path, headers, body ~= "" and body or nil)
    local mark = body ~= "" and "########" or "~"
    local parts = cut(text, mark)
    parts.counted = mark ~= "~"
    stream[#stream + 1] = parts
  end
end

function request()
  local parts = stream[at % #stream + 1]
  local pass = math.floor(at / #stream)
  at = at + 1
  if not parts[2] then return parts[1] end
  if parts.counted then return parts[1] .. string.format("%08d", at) .. parts[2] end
  return parts[1] .. string.rep("&", pass) .. parts[2]
end

function done(summary, latency)
  local errors = summary.errors
  io.write(string.format(
    '\n{"requests": %d, "seconds": %.6f, "bytes": %d, "errors": %d, "p50": %.1f, "p99": %.1f}\n',
    summary.requests, summary.duration / 1e6, summary.bytes,
    errors.connect + errors.read + errors.write + errors.status + errors.timeout,
    latency:percentile(50), latency:percentile(99)))
end
