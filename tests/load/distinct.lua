-- Asks every address once: an upper price that no product reaches changes the address and not the answer.
dofile("report.lua")

function init(arguments)
   price = tonumber(arguments[1]) + number * 10000000
end

function request()
   price = price + 1
   return wrk.format("GET", string.format("%s&max_price=%d", wrk.path, price))
end
