-- Posts one article again and again, for wrk:
--   ARTICLE=examples/article.fr.txt wrk -t1 -c8 -d10s --latency -s benches/http.lua http://127.0.0.1:8080/v1/analyze
local file = assert(io.open(os.getenv("ARTICLE") or "examples/article.fr.txt", "rb"))
wrk.method = "POST"
wrk.headers["content-type"] = "text/plain; charset=utf-8"
wrk.body = file:read("*a")
file:close()
