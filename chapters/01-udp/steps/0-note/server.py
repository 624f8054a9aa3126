# 笔记里的 UDP 服务端，Python 3。
# 运行：python3 chapters/01-udp/steps/0-note/server.py
import sys
from socket import AF_INET, SOCK_DGRAM, socket

server_port = int(sys.argv[1]) if len(sys.argv) > 1 else 12000
server_socket = socket(AF_INET, SOCK_DGRAM)

# 地址写空串，就是本机的所有地址
server_socket.bind(('', server_port))
print('服务端已就绪，端口', server_socket.getsockname()[1], flush=True)

while True:
    message, client_address = server_socket.recvfrom(2048)  # 停在这里等
    modified_message = message.decode().upper()
    server_socket.sendto(modified_message.encode(), client_address)
