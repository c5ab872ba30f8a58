-- Changes the price of one variant after the other; the argument is a file of their addresses, one a line.
dofile("report.lua")

local addresses = {}

function init(arguments)
   for address in io.lines(arguments[1]) do
      addresses[#addresses + 1] = address
   end
   place = number * 37
   wrk.headers["Content-Type"] = "application/merge-patch+json"
   wrk.headers["If-Match"] = "*"
end

function request()
   place = place + 1
   local body = string.format('{"price": {"amount": "%d.%02d"}}', 10 + place % 900, place % 100)
   return wrk.format("PATCH", addresses[1 + place % #addresses], nil, body)
end
