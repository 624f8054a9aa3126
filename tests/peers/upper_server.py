"""教科书写法的 UDP 大写服务端，Python 3：收一个报文，变成大写，发回去。

用法：python3 upper_server.py 端口
端口写 0 由系统挑选；第一行打印得到的端口。
"""
import sys
from socket import AF_INET, SOCK_DGRAM, socket

server_socket = socket(AF_INET, SOCK_DGRAM)
server_socket.bind(('', int(sys.argv[1])))
print('The server is ready to receive on port', server_socket.getsockname()[1], flush=True)

while True:
    sentence, client_address = server_socket.recvfrom(2048)
    server_socket.sendto(sentence.decode().upper().encode(), client_address)
