"""教科书写法的 TCP 大写客户端，Python 3：连上，送去一行，读一次，打印。

用法：python3 upper_tcp_client.py 端口 [主机名]
送去的话末尾没有换行，也不说「我说完了」，就开始等应答。
"""
import sys
from socket import AF_INET, SOCK_STREAM, socket

server_port = int(sys.argv[1])
server_name = sys.argv[2] if len(sys.argv) > 2 else 'localhost'

client_socket = socket(AF_INET, SOCK_STREAM)
client_socket.connect((server_name, server_port))
sentence = input('Input lowercase sentence:\n')
client_socket.send(sentence.encode())
answer = client_socket.recv(1024)
print('From Server:', answer.decode())
client_socket.close()
