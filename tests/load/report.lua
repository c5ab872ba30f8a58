-- Lets each thread of wrk ask one of the instances, and says what a round was as one line of JSON.
local ports, threads = {}, 0
for port in os.getenv("PORTS"):gmatch("%d+") do
   ports[#ports + 1] = port
end

function setup(thread)
   thread.addr = wrk.lookup("127.0.0.1", ports[threads % #ports + 1])[1]
   thread:set("number", threads)
   threads = threads + 1
end

function done(summary, latency)
   local errors = summary.errors
   io.write(string.format(
      '{"requests": %d, "microseconds": %d, "bytes": %d, "p50": %d, "p99": %d, ' ..
      '"connect": %d, "read": %d, "write": %d, "timeout": %d, "status": %d}\n',
      summary.requests, summary.duration, summary.bytes, latency:percentile(50), latency:percentile(99),
      errors.connect, errors.read, errors.write, errors.timeout, errors.status))
end
