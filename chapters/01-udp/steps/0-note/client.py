# 笔记里的 UDP 客户端，Python 3。
# 运行：python3 chapters/01-udp/steps/0-note/client.py
import sys
from socket import AF_INET, SOCK_DGRAM, socket

server_name = 'localhost'
server_port = int(sys.argv[1]) if len(sys.argv) > 1 else 12000
client_socket = socket(AF_INET, SOCK_DGRAM)

message = input('输入一行小写英文：\n')
client_socket.sendto(message.encode(), (server_name, server_port))

# 谁寄来的都照单全收：server_address 拿到了，却没有看一眼
modified_message, server_address = client_socket.recvfrom(2048)  # 停在这里等
print(modified_message.decode())
client_socket.close()
