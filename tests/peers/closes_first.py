"""不设 SO_REUSEADDR 的服务端：接待一个客户端，先说再见，等对方也说完，就走。它的端口留在 TIME_WAIT 里。"""
import socket

server = socket.socket(socket.AF_INET, socket.SOCK_STREAM)
server.bind(("127.0.0.1", 0))
server.listen(1)
print("listening on port", server.getsockname()[1], flush=True)
connection, _ = server.accept()
connection.shutdown(socket.SHUT_WR)
while connection.recv(1024):
    pass
connection.close()
server.close()
