# Vào trang cán bộ
casework-work-here = Làm việc trong hệ thống

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
casework-secret-waiting = Hồ sơ tố cáo đang chờ ông/bà: { $n }
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
casework-search-begin = Xin gõ chữ cần tìm, hoặc mở phần lọc. Không cần gõ dấu.
casework-search-unfinished = Điều kiện này chạm quá nhiều mục nên trang dừng sớm; xin xem tiếp, hoặc gõ thêm chữ để tìm hẹp hơn.
casework-search-no-entries = Không tìm thấy giấy phép nào. Xin thử ít chữ hơn.
casework-search-next = { $n } mục tiếp theo
casework-search-first = Về trang đầu
casework-search-wrong-day = Có ngày chưa đọc được, nên chưa lọc theo ngày đó. Xin ghi ngày/tháng/năm.
casework-entries = Sổ đăng ký
casework-entry-register = Sổ
casework-entry-issued = Ngày cấp
casework-column-party = Người nộp
casework-column-filed = Ngày nộp
casework-column-closed = Kết thúc
casework-column-late-days = Trễ (ngày)
casework-column-officer = Người thụ lý
casework-column-channel = Cách nộp
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
casework-standing-ended = Đã kết thúc
casework-standing-revoked = Đã thu hồi
casework-standing-annulled = Đã hủy (ghi nhầm)

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
casework-counter = Tiếp nhận tại quầy
casework-counted = { $name }: { $originals } bản chính, { $copies } bản sao
casework-not-scanned = Không quét: { $why }

casework-notices = Thông báo đã gửi
casework-consulted = Cơ quan được lấy ý kiến
casework-consulted-answered = Đã trả lời, ghi lúc { $at }
casework-consulted-waiting = Đề nghị trả lời trước ngày { $until }; chưa có trả lời
casework-consulted-late = Quá hạn trả lời từ ngày { $until }. Im lặng không được coi là đồng ý; khi trình phải nêu căn cứ.

# Lọc
casework-filters = Lọc
casework-filters-apply = Lọc
casework-filters-clear = Bỏ lọc
casework-filter-any = Tất cả
casework-filter-none = không lọc
casework-filter-q = Chữ
casework-filter-list = Tìm trong
casework-filter-state = Trạng thái
casework-filter-late = Chỉ hồ sơ quá hạn
casework-filter-procedure = Thủ tục
casework-filter-field = Lĩnh vực
casework-filter-unit = Phòng xử lý
casework-filter-officer = Người thụ lý
casework-filter-channel = Cách nộp
casework-filter-register = Sổ đăng ký
casework-filter-standing = Hiệu lực
casework-filter-order = Thứ tự
casework-filter-from = Nộp hoặc cấp từ ngày
casework-filter-to = Nộp hoặc cấp đến ngày
casework-filter-due-from = Hạn từ ngày
casework-filter-due-to = Hạn đến ngày
casework-filter-after = Tiếp sau
casework-list-cases = Hồ sơ
casework-list-entries = Sổ đăng ký
casework-order-newest = Mới nhất trước
casework-order-due = Đang mở, sắp đến hạn trước
casework-state-open = Đang mở
casework-state-closed = Đã kết thúc
casework-phase-waiting = Giai đoạn: chờ bắt đầu
casework-phase-working = Giai đoạn: đang xử lý
casework-phase-stopped = Giai đoạn: tạm dừng
casework-phase-done = Giai đoạn: đã có kết quả
casework-phase-ended = Giai đoạn: kết thúc không có kết quả
casework-channel-online = Trực tuyến
casework-channel-office = Tại cơ quan
casework-channel-post = Qua bưu chính

# Danh sách đã lưu
casework-saved = Danh sách đã lưu của ông/bà
casework-saved-title = Lưu lần tìm này
casework-saved-name = Tên danh sách
casework-saved-keep = Lưu
casework-saved-done = Đã lưu danh sách.
casework-saved-no-name = Chưa lưu: xin đặt tên cho danh sách.
casework-saved-no-search = Chưa lưu: xin chọn điều kiện tìm trước.
casework-saved-too-many = Chưa lưu: mỗi người lưu được { $n } danh sách. Xin bỏ bớt một danh sách cũ.
casework-saved-forget = Bỏ “{ $name }”
casework-saved-forgotten = Đã bỏ danh sách.

# Xuất danh sách
casework-export-title = Xuất danh sách
casework-export-about = Tải kết quả về thành tệp, nhiều nhất { $n } dòng mỗi lần. Hệ thống ghi lại ai xuất, lúc nào, bao nhiêu dòng và điều kiện lọc.
casework-export-not-yours = Vị trí của ông/bà không có thẩm quyền xuất danh sách.
casework-exports = Các lần xuất danh sách
casework-exports-about = Mỗi lần có người lấy danh sách ra khỏi hệ thống là một việc được ghi vào sổ, kèm căn cứ.
casework-exports-none = Chưa có lần xuất nào.
casework-export-when = Lúc
casework-export-who = Ai
casework-export-list = Danh sách
casework-export-rows = Số dòng
casework-export-format = Tệp
casework-export-filter = Điều kiện lọc
casework-export-clause = Căn cứ
casework-channel-portal = Cổng dịch vụ công quốc gia
casework-channel-counter = Tại quầy
casework-fee-open = Mở trang thu phí của hồ sơ này
casework-violation = Khung phạt, thẩm quyền, nộp phạt
casework-seal = Niêm phong
casework-seal-open = Danh tính và đơn được niêm phong

# Substitutes
casework-in-place-of = làm thay { $who }

casework-control-slip = In phiếu kiểm soát quá trình giải quyết (PDF)

# Vắng mặt và làm thay
casework-absence = Vắng mặt và làm thay
casework-absence-who = Ai
casework-absence-what = Thế nào
casework-absence-time = Thời gian
casework-absence-by = Theo
casework-absence-act = Quyết định
casework-absence-leave = Nghỉ phép
casework-absence-barred = Tạm đình chỉ công tác
casework-absence-instead = Làm thay { $position }
casework-absence-emergency = Làm thay { $position } khi không có ai
casework-absence-none = Không có ai vắng mặt.
casework-absence-grant = Cho nghỉ, giao người làm thay
casework-search-people = Người đang giữ chức vụ
