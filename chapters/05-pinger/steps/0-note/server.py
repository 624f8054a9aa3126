# 教科书的服务端：三成的报文随手丢掉，其余变成大写寄回去。
# 运行：python3 chapters/05-pinger/steps/0-note/server.py [端口] [种子]
import random
import sys
from socket import AF_INET, SOCK_DGRAM, socket

port = int(sys.argv[1]) if len(sys.argv) > 1 else 12000
dice = random.Random(int(sys.argv[2]) if len(sys.argv) > 2 else None)
server = socket(AF_INET, SOCK_DGRAM)
server.bind(('127.0.0.1', port))
print(f'端口 {server.getsockname()[1]}，等待 ping', flush=True)

while True:
    message, client = server.recvfrom(2048)
    if dice.random() >= 0.3:
        server.sendto(message.upper(), client)
