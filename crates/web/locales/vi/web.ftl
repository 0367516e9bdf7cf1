# Khung trang
product = Công Vụ
skip = Đến phần nội dung
banner-label = Lưu ý
alert-label = Thông báo ngừng hệ thống
language = Ngôn ngữ
main-nav = Mục chính
crumbs = Vị trí trang
sign-in = Đăng nhập
sign-out = Đăng xuất
signed-in-as = Đang đăng nhập:
foot-line = Công Vụ là phần mềm tự do. Mọi việc làm trên hệ thống này đều ghi rõ căn cứ pháp luật.

# Chung
optional = (không bắt buộc)
choose = Chọn một mục
yes = Có
no = Không
search = Tìm
save = Lưu
continue = Tiếp tục
back = Quay lại
send = Gửi
change = Sửa
not-given = Chưa khai
error-word = Lỗi:
pages = Các trang kết quả
pages-prev = Trang trước
pages-next = Trang sau
pages-where = Trang { $n } trên { $last }
table-empty = Không có mục nào.

# Căn cứ
chip-law = Căn cứ:
chip-missing = Đã xem, không trao quyền:

# Thời hạn
clock-used = Đã dùng { $n } trên { $total } { $unit }
clock-left = Còn { $n } { $unit }
clock-today = Đến hạn hôm nay
clock-overdue = Quá hạn { $n } { $unit }
clock-stopped = Đang tạm dừng
clock-stopped-since = Tạm dừng từ { $date }:
clock-done-in-time = Xong đúng hạn
clock-done-late = Xong trễ { $n } { $unit }
clock-due = Hạn trả:
unit-working-day = { $n ->
   *[other] ngày làm việc
  }
unit-working-hour = { $n ->
   *[other] giờ làm việc
  }
unit-day = { $n ->
   *[other] ngày
  }
unit-hour = { $n ->
   *[other] giờ
  }
clock-how = Cách tính thời hạn
clock-counted = có tính
clock-not-counted = không tính

# Tiến trình
step-done = đã xong
step-now = đang làm
step-next = chưa đến

# Tệp
files-none = Chưa có tệp nào.
upload-limits = Nhận tệp { $kinds }, mỗi tệp không quá { $size }.
upload-too-large = tệp quá lớn, hãy chọn tệp nhỏ hơn.
upload-progress = Đang gửi tệp
upload-cut = Mất kết nối. Phần đã gửi được giữ lại; bấm lần nữa để gửi tiếp.

# Việc có thể làm
acts-title = Việc có thể làm
acts-not-you = (ông/bà không làm được lúc này)
acts-who-may = Người làm được:
keys-title = Phím tắt
keys-move = xuống, lên một dòng
keys-open = mở dòng đang chọn
keys-act = chọn việc theo số
keys-search = đến ô tìm kiếm
keys-help = hiện hoặc ẩn bảng này
keys-off = Tắt phím tắt

# Không được phép
refusal-title = Chưa thực hiện được: { $act }
refusal-who = Người yêu cầu: { $who }
refusal-missing = Vì sao
refusal-consulted = Căn cứ đã xem
refusal-may = Ai thực hiện được
refusal-may-none = Hiện không có ai được giao việc này. Ông/bà hãy báo người phụ trách cơ quan.

# Xác minh
answer-valid = Còn hiệu lực
answer-valid-more = Văn bản này do cơ quan chúng tôi cấp và chưa bị sửa đổi.
answer-changed = Đã bị sửa đổi
answer-changed-more = Văn bản ông/bà đưa kiểm tra không giống bản chúng tôi đã cấp. Xin đừng sử dụng.
answer-expired = Hết hiệu lực
answer-expired-more = Văn bản này do chúng tôi cấp nhưng đã hết thời hạn.
answer-revoked = Đã thu hồi
answer-revoked-more = Văn bản này do chúng tôi cấp nhưng đã bị thu hồi.
answer-not-ours = Không do chúng tôi cấp
answer-not-ours-more = Chúng tôi không tìm thấy văn bản này. Xin kiểm tra lại số, hoặc hỏi nơi đưa văn bản cho ông/bà.

# Lỗi trong biểu mẫu
error-summary = Có { $n } chỗ cần xem lại
form-required = Ông/bà chưa điền “{ $label }”.
form-required-choice = Ông/bà chưa chọn “{ $label }”.
form-must-agree = Xin đánh dấu vào ô “{ $label }” để tiếp tục.
form-min-length = “{ $label }” cần ít nhất { $n } ký tự.
form-max-length = “{ $label }” chỉ được tối đa { $n } ký tự. Xin viết ngắn hơn.
form-pattern = “{ $label }” chưa đúng mẫu. Xin xem hướng dẫn phía trên ô.
form-email = Xin nhập địa chỉ thư điện tử đầy đủ, ví dụ ten@coquan.vn.
form-phone = Xin nhập số điện thoại gồm 9 đến 15 chữ số, ví dụ 0912 345 678.
form-date = Xin nhập ngày theo dạng ngày/tháng/năm, ví dụ 21/11/2026.
form-url = Xin nhập địa chỉ trang đầy đủ, ví dụ https://www.coquan.vn.
form-format = “{ $label }” chưa đúng dạng. Xin xem hướng dẫn phía trên ô.
form-enum = Xin chọn một mục có sẵn cho “{ $label }”.
form-number = “{ $label }” phải là một số.
form-integer = “{ $label }” phải là số nguyên.
form-minimum = “{ $label }” phải từ { $n } trở lên.
form-maximum = “{ $label }” không được quá { $n }.
form-more-than = “{ $label }” phải lớn hơn { $n }.
form-less-than = “{ $label }” phải nhỏ hơn { $n }.
form-multiple-of = “{ $label }” phải là bội số của { $n }.
form-min-items = “{ $label }” cần ít nhất { $n } mục.
form-max-items = “{ $label }” chỉ được tối đa { $n } mục.
form-unique-items = “{ $label }” có mục bị lặp. Xin bỏ bớt mục trùng.
form-other = Xin xem lại “{ $label }”.
form-one-per-line = Mỗi dòng một mục.

# Trang báo lỗi
error-not-found = Không tìm thấy trang này
error-not-found-more = Địa chỉ có thể đã gõ sai hoặc trang đã chuyển đi. Ông/bà có thể quay về trang đầu hoặc dùng ô tìm kiếm.
error-sign-in = Cần đăng nhập
error-sign-in-more = Ông/bà hãy đăng nhập để xem trang này.
error-refused = Chưa thực hiện được
error-conflict = Hồ sơ vừa được người khác cập nhật
error-conflict-more = Những gì ông/bà vừa làm chưa được lưu. Xin mở lại hồ sơ, xem thay đổi rồi làm tiếp.
error-conflict-changes = Đã thay đổi
error-too-large = Tệp hoặc biểu mẫu quá lớn
error-too-large-more = Mỗi lần gửi không được quá { $size }. Xin chọn tệp nhỏ hơn hoặc gửi làm nhiều lần.
error-too-many = Ông/bà thử quá nhiều lần
error-too-many-more = Xin thử lại sau { $wait }.
error-bad-form = Máy chủ không đọc được biểu mẫu
error-bad-form-more = Xin quay lại trang trước và gửi lại.
error-stale-form = Trang này đã mở quá lâu
error-stale-form-more = Vì an toàn, biểu mẫu không gửi được nữa. Xin quay lại, tải lại trang rồi gửi lần nữa.
error-method = Trang này không nhận cách gửi đó
error-method-more = Xin quay lại và dùng nút trên trang.
error-kind = Không nhận dạng dữ liệu này
error-kind-more = Xin gửi theo dạng mà trang yêu cầu.
error-timeout = Việc này mất quá nhiều thời gian
error-timeout-more = Yêu cầu có thể chưa được thực hiện. Xin tải lại trang để xem, rồi thử lại.
error-not-sealed = Văn bản đang ký số
error-not-sealed-more = Văn bản chưa được ban hành. Hệ thống đang ký và sẽ tự thử lại; xin mở lại sau ít phút.
error-unavailable = Hệ thống đang bận
error-unavailable-more = Xin thử lại sau ít phút.
error-fault = Hệ thống gặp trục trặc
error-fault-more = Lỗi thuộc về hệ thống, không phải do ông/bà. Xin thử lại sau ít phút. Nếu vẫn chưa được, hãy báo cho chúng tôi mã bên dưới.
error-reference = Mã tham chiếu: { $id }
error-home = Về trang đầu
