# Vào trang cán bộ
casework-work-here = Làm việc trong hệ thống
casework-not-in-office = Ông/bà hiện không giữ vị trí này nữa. Xin đăng nhập với vị trí đang giữ, hoặc báo người phụ trách nhân sự.

# Mục chính
casework-inbox = Hộp việc
casework-search = Tìm hồ sơ
casework-delegation = Ủy nhiệm
casework-people = Ai giữ vị trí nào

# Hộp việc
casework-cases = Hồ sơ
casework-column-number = Số hồ sơ
casework-column-subject = Nội dung
casework-column-procedure = Thủ tục
casework-column-state = Trạng thái
casework-column-left = Thời gian còn lại
casework-column-due = Hạn trả
casework-no-number = Chưa có số
casework-inbox-empty = Không có việc nào đang chờ ông/bà. Khi có hồ sơ mới, hồ sơ sẽ hiện ở đây.
casework-counts = Hồ sơ đang mở của cơ quan
casework-late = Quá hạn trong hộp việc: { $n }
casework-more = Xem tiếp
casework-act-as = Đang làm việc với vị trí
casework-act-as-button = Đổi vị trí
casework-acting-as = Ông/bà đang làm việc với vị trí: { $title }.
casework-open-title = Việc cơ quan tự tiến hành

# Tìm
casework-search-label = Tìm hồ sơ, giấy phép
casework-search-hint = Số hồ sơ, tên, số điện thoại hoặc tên miền; không cần gõ dấu.
casework-search-none = Không tìm thấy hồ sơ nào. Xin thử ít chữ hơn.
casework-search-more = Còn nữa. Xin gõ thêm chữ để tìm hẹp hơn.
casework-entry = Giấy phép
casework-holder = Người được cấp
casework-entry-entry = Số giấy phép
casework-entry-holder = Người được cấp
casework-entry-until = Hết hạn
casework-entry-standing = Hiệu lực
casework-entry-do = Việc có thể mở
casework-standing-valid = Còn hiệu lực
casework-standing-expired = Hết hạn
casework-standing-suspended = Đang đình chỉ
casework-standing-revoked = Đã thu hồi

# Hồ sơ
casework-form = Nội dung đơn
casework-files = Tệp trong hồ sơ
casework-clock = Thời hạn
casework-papers = Văn bản đã ban hành
casework-history = Quá trình
casework-phone = Điện thoại
casework-assigned = Người thụ lý
casework-drafts = Dự thảo
casework-draft = Dự thảo: { $name }
casework-draft-open = Xem dự thảo trong thẻ mới
casework-no-acts = Hồ sơ này không còn việc gì để làm.
casework-cannot-undo = Việc này không hoàn tác được
casework-no-entry = Hồ sơ này chưa có giấy phép trong sổ đăng ký, nên chưa có gì để đính chính.
casework-required-when = Bắt buộc với một số lựa chọn ở trên.
casework-unit = Đơn vị thời gian
casework-unit-working-day = ngày làm việc
casework-unit-day = ngày
casework-unit-month = tháng
casework-unit-year = năm
casework-done = Đã xong: { $act }. Căn cứ: { $clause }.
casework-back = Quay lại

# Tư cách ký
casework-signs-as = Ông/bà sẽ ký: { $how }.
casework-capacity-own = với danh nghĩa của mình
casework-capacity-Q = quyền người đứng đầu (Q.) { $who }
casework-capacity-KT = ký thay (KT.) { $who }
casework-capacity-TL = ký thừa lệnh (TL.) { $who }
casework-capacity-TUQ = ký thừa ủy quyền (TUQ.) { $who }
casework-capacity-TM = ký thay mặt (TM.) { $who }

# Ủy nhiệm
casework-delegations-now = Đang và sắp có hiệu lực
casework-delegations-past = Đã qua
casework-delegations-none = Không có ủy nhiệm nào.
casework-delegation-to = Người được ủy nhiệm
casework-delegation-from = Người ủy nhiệm
casework-delegation-form = Hình thức
casework-delegation-time = Thời gian
casework-delegation-state = Trạng thái
casework-delegation-clause = Căn cứ
casework-delegation-do = Việc
casework-delegation-running = Đang có hiệu lực
casework-delegation-coming = Chưa đến
casework-delegation-over = Đã hết
casework-delegation-void = Không có giá trị
casework-delegation-end = Chấm dứt
casework-open-end = không định ngày
casework-delegate-to = Ủy nhiệm cho
casework-delegate-to-missing = Ông/bà chưa chọn người được ủy nhiệm.
casework-delegate-from = Từ lúc
casework-delegate-from-hint = Bỏ trống nếu bắt đầu ngay bây giờ.
casework-delegate-until = Đến lúc
casework-delegate-reason = Lý do vắng mặt

# Mở việc
casework-open-entry = Số giấy phép trong sổ đăng ký
casework-open-entry-hint = Số ghi trong sổ đăng ký, có cả năm; có thể tìm bằng ô tìm kiếm.
casework-open-entry-unknown = Không có giấy phép nào mang số này trong sổ đăng ký. Xin kiểm tra lại số.
casework-open-conditions = Khi nào được làm việc này

# Vị trí
casework-people-position = Vị trí
casework-people-holder = Người giữ
casework-people-since = Từ
casework-people-signs = Được ký
casework-people-acts = Được làm
casework-vacant = Đang khuyết
casework-duty-clause = điều khoản của nhiệm vụ
casework-when-always = trong mọi trường hợp
casework-when-assigned = hồ sơ được giao
casework-when-own-unit = trong đơn vị mình
casework-when-assigned-field = lĩnh vực được phân công
casework-when-delegated = khi được ủy nhiệm
casework-when-ordered = khi được thừa lệnh
casework-when-authorised = khi được ủy quyền
casework-fee-open = Mở trang thu phí của hồ sơ này
