"""教科书写法的 TCP 大写服务端，Python 3：接受一个连接，读一次，变成大写送回，关上。

用法：python3 upper_tcp_server.py 端口
端口写 0 由系统挑选；第一行打印得到的端口。
"""
import sys
from socket import AF_INET, SOCK_STREAM, socket

server_socket = socket(AF_INET, SOCK_STREAM)
server_socket.bind(('', int(sys.argv[1])))
server_socket.listen(1)
print('The server is ready to receive on port', server_socket.getsockname()[1], flush=True)

while True:
    connection_socket, client_address = server_socket.accept()
    sentence = connection_socket.recv(1024).decode()
    connection_socket.send(sentence.upper().encode())
    connection_socket.close()
