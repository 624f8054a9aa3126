"""教科书写法的 UDP 大写客户端，Python 3：读一行，发出去，打印应答。

用法：python3 upper_client.py 端口 [主机名]
"""
import sys
from socket import AF_INET, SOCK_DGRAM, socket

server_port = int(sys.argv[1])
server_name = sys.argv[2] if len(sys.argv) > 2 else 'localhost'

client_socket = socket(AF_INET, SOCK_DGRAM)
sentence = input('Input lowercase sentence:\n')
client_socket.sendto(sentence.encode(), (server_name, server_port))
answer, server_address = client_socket.recvfrom(2048)
print(answer.decode())
client_socket.close()
