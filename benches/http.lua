-- Posts one article again and again, for wrk:
--   ARTICLE=examples/article.fr.txt wrk -t1 -c8 -d10s --latency -s benches/http.lua http://127.0.0.1:8080/v1/analyze
-- PAUSE is the mean time in milliseconds that each connection waits before a request (none without),
-- at random as requests of many users come. At the end one line with tabs in between: requests a second, p50,
-- p99 and p99.9 in milliseconds, answers that are no 2xx, errors of connections.
local file = assert(io.open(os.getenv("ARTICLE") or "examples/article.fr.txt", "rb"))
wrk.method = "POST"
wrk.headers["content-type"] = "text/plain; charset=utf-8"
wrk.body = file:read("*a")
file:close()

local pause = tonumber(os.getenv("PAUSE"))
if pause then
   function delay()
      return math.floor(0.5 - pause * math.log(1 - math.random()))
   end
end

function done(summary, latency)
   local errors = summary.errors
   local broken = errors.connect + errors.read + errors.write + errors.timeout
   local figures = { summary.requests / summary.duration * 1e6 }
   for place, share in ipairs({ 50, 99, 99.9 }) do
      figures[place + 1] = latency:percentile(share) / 1e3
   end
   print(string.format("figures\t%.1f\t%.1f\t%.1f\t%.1f\t%d\t%d", figures[1], figures[2], figures[3], figures[4], errors.status, broken))
end
