# Sổ ghi công khai: mọi hành vi của Sở, chỉ lộ dấu vết, không lộ nội dung.
log-title = Sổ ghi công khai của Sở
log-lead = Mỗi việc Sở làm đều được ghi vào một sổ mà không ai sửa, bớt hay chen thêm được mà không bị phát hiện. Ai cũng có thể kiểm tra.
log-now = Sổ hiện nay
log-none = Sổ chưa có việc nào được ký xác nhận.
log-size = Số việc đã ghi
log-signed = Ký xác nhận lần cuối
log-key = Khóa kiểm tra
log-checkpoint = Lời xác nhận
log-checkpoint-file = Mở lời xác nhận dạng văn bản
log-hidden = Sổ không tiết lộ điều gì về ai
log-hidden-more = Sổ chỉ giữ một mã băm có trộn số ngẫu nhiên của mỗi việc. Từ mã đó không ai suy ra được nội dung, tên người hay hồ sơ.
log-check = Kiểm tra như thế nào?
log-check-1 = Khi nộp hồ sơ hoặc nhận kết quả, tải biên nhận trong sổ (tệp .tlog-proof) và giữ lại cùng khóa kiểm tra ở trên.
log-check-2 = Bất cứ lúc nào, chạy congvu record check với tệp đó và khóa đó, không cần mạng: chương trình trả lời việc ấy có nằm trong sổ hay không.
log-check-3 = Chương trình khác theo chuẩn C2SP tlog-tiles cũng đọc được sổ tại địa chỉ của trang này.
