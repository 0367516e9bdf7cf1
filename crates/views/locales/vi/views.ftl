# Khung trang
views-nav-start = Trang đầu
views-nav-procedures = Thủ tục
views-nav-cases = Tra cứu hồ sơ
views-nav-registers = Sổ công khai
views-nav-verify = Kiểm tra văn bản
views-nav-portal = Trao đổi với cổng khác
views-nav-decision = Quyết định thành lập
views-nav-departments = Các Sở
views-nav-desk = Bàn làm việc
views-nav-inbox = Hộp việc
views-nav-search = Tìm hồ sơ
views-nav-delegation = Ủy nhiệm

# Căn cứ
views-decision-numbered = Quyết định { $number }
views-decision-of = quyết định thành lập của { $issuer }
views-chip-title = { $place }, { $decision }, bản có hiệu lực ngày { $date }
views-chip-title-undated = { $place }, { $decision }

# Độ dài thời gian
views-limit-hour = { $n } giờ
views-limit-working-hour = { $n } giờ làm việc
views-limit-day = { $n } ngày
views-limit-working-day = { $n } ngày làm việc
views-limit-month = { $n } tháng
views-limit-year = { $n } năm
views-unit-hour = giờ
views-unit-working-hour = giờ làm việc
views-unit-day = ngày
views-unit-working-day = ngày làm việc

# Cách tính thời hạn
views-stopped-unsaid = chưa ghi lý do
views-stopped-supplement = chờ ông/bà nộp bổ sung
views-why-day-of-receipt = ngày nhận hồ sơ; thời hạn tính từ ngày tiếp theo
views-why-received-later = hồ sơ đến lúc { $at }, ngoài giờ làm việc, nên coi là nhận lúc { $from }
views-why-counted = { $unit } thứ { $n }
views-why-counted-hours = đã tính { $hours } giờ { $minutes } phút
views-why-weekly-rest = ngày nghỉ hằng tuần
views-why-holiday = nghỉ lễ: { $name }
views-why-compensatory-rest = nghỉ bù { $name } (trùng ngày nghỉ { $date })
views-why-swapped-rest = nghỉ hoán đổi với ngày { $date } theo { $document }
views-why-swapped-work = làm bù cho ngày { $date } theo { $document }
views-why-stood-still = tạm dừng từ { $date }: { $reason }
views-why-stopped = tạm dừng lúc { $at }: { $reason }
views-why-resumed = tính tiếp từ { $at }
views-why-restarted = tính lại từ đầu từ { $at }
views-why-extended-by = thêm { $limit }: { $reason }
views-why-extended-until = hẹn lại đến { $date }: { $reason }
views-why-ended = kết thúc lúc { $at }
views-why-last-day = ngày cuối của thời hạn
views-why-last-day-moves = thời hạn hết vào ngày nghỉ { $date } nên chuyển sang ngày làm việc tiếp theo
views-why-no-office-hours = phần còn lại của ngày không có giờ làm việc
views-why-past-due = đã quá hạn
views-why-provisional = lịch nghỉ của ngày này chưa được công bố chính thức
views-why-left-out = còn { $n } ngày nữa không hiện ở đây

# Ai đang giữ hồ sơ
views-turn-applicant = Người nộp hồ sơ
views-turn-system = Hệ thống
views-turn-department = Sở
views-turn-leadership = Lãnh đạo Sở
views-turn-head = Lãnh đạo { $unit }
views-seat = { $title }, { $unit }

# Văn bản
views-papers-none = Chưa có văn bản nào.
views-paper = Văn bản
views-paper-numbered = { $name } số { $number }

# Vì sao chưa được phép
views-missing-no-power = Không có điều khoản nào trao quyền làm việc này.
views-missing-forbidden = Việc này bị cấm theo { $clause }.
views-missing-unknown-act = Bảng thẩm quyền không có việc này.
views-missing-unknown-position = Cơ quan không có vị trí “{ $position }”.
views-missing-unknown-duty = Quyết định thành lập không có nhiệm vụ “{ $duty }”.
views-missing-unknown-unit = Cơ quan không có đơn vị “{ $unit }”.
views-missing-not-in-force = “{ $what }” không có hiệu lực vào lúc này.
views-missing-appointment-ended = Thời gian giữ chức vụ này đã hết lúc { $at }.
views-missing-appointment-begins = Việc bổ nhiệm chỉ có hiệu lực từ { $at }.
views-missing-not-appointed = Người này chưa được bổ nhiệm vào vị trí này.
views-missing-delegation-ended = Việc ủy nhiệm đã hết lúc { $at }.
views-missing-delegation-begins = Việc ủy nhiệm chỉ bắt đầu từ { $at }.
views-missing-out-of-scope = Việc ủy nhiệm không gồm việc này.
views-missing-void-delegation = Việc ủy nhiệm không có giá trị. { $because }
views-missing-not-delegated = Chưa có văn bản giao việc này theo hình thức { $form }.
views-missing-incomplete = Văn bản ủy nhiệm phải ghi rõ: { $what }.
views-missing-backdated = Thời điểm bắt đầu { $at } ở trước lúc lập văn bản.
views-missing-assigned-other = Hồ sơ đang giao cho { $position }.
views-missing-not-assigned = Hồ sơ chưa được giao cho ai.
views-missing-not-in-field = Nhiệm vụ { $duty } không thuộc lĩnh vực được phân công cho vị trí này.
views-missing-not-party = Đây không phải hồ sơ của ông/bà.
views-missing-wrong-unit = Việc này thuộc { $unit }.
views-missing-not-turn = Bước này thuộc { $holder }.
views-missing-limit-reached = { $clause } cho phép { $limit } người, hiện đã có { $held }.
views-missing-position-held-until = Vị trí này có người giữ đến { $at }.
views-missing-position-held = Vị trí này đang có người giữ.
views-missing-other-holder = Thẩm quyền này thuộc { $holders }.
views-missing-other-target = Thẩm quyền này chỉ đối với { $targets }.
views-missing-other-duty = Thẩm quyền này thuộc nhiệm vụ khác.
views-missing-silent = Quyết định thành lập không quy định về “{ $key }”.
views-missing-over-limit = “{ $fact }” phải được biết rõ và không quá { $limit }.

# Vì sao chưa đến lượt
views-not-now-unknown-act = Hồ sơ loại này không có việc “{ $act }”.
views-not-now-wrong-state = Chưa thể “{ $act }” khi hồ sơ đang ở bước “{ $state }”. Việc này chỉ làm được ở bước: { $possible }.
views-not-now-too-often = “{ $act }” chỉ được làm tối đa { $max } lần và đã làm đủ.
views-not-now-not-yet = Chưa thể “{ $act }”: phải “{ $after }” trước.
views-not-now-replaced = Không còn “{ $act }” từ khi có mẫu văn bản thay thế; xin chọn việc tương ứng bên cạnh.
views-not-now-no-form-yet = “{ $act }” cần một mẫu văn bản chỉ có hiệu lực từ ngày { $date }.
views-not-now-no-form = “{ $act }” cần một mẫu văn bản hiện không có hiệu lực.
views-not-now-files = Chỉ được gửi kèm tối đa { $max } tệp.
views-not-now-part = Hồ sơ còn thiếu: { $name }. Xin tải lên tệp này.
views-not-now-no-subject = Không tìm thấy giấy phép còn hiệu lực ứng với số giấy phép và mã số ông/bà đã khai. Xin kiểm tra lại số, ngày cấp và mã số doanh nghiệp như ghi trên giấy phép.
views-not-now-not-in-force = Thủ tục này hiện không có quy định nào đang có hiệu lực nên chưa nhận hồ sơ.
views-not-now-register = Sổ đăng ký không nhận thay đổi này, ví dụ vì giấy phép đã hết số lần được gia hạn.
views-not-now-clock = Ngày hẹn mới phải sau ngày hẹn cũ.
views-not-now-full = Hồ sơ đã có { $max } lượt xử lý, là mức tối đa.
views-fault-required = Xin điền “{ $label }”.
views-fault-unknown = Không có mục “{ $label }” trong việc này.
views-fault-too-long = “{ $label }” quá dài. Xin viết ngắn hơn.
views-fault-not-a-choice = Xin chọn một mục có sẵn cho “{ $label }”.
views-fault-not-a-date = “{ $label }” phải là một ngày, ví dụ 21/11/2026.
views-fault-not-a-moment = “{ $label }” phải là ngày và giờ.
views-fault-not-a-limit = “{ $label }” phải là một khoảng thời gian, ví dụ 5 ngày làm việc.
views-fault-not-a-position = Xin chọn một vị trí có sẵn cho “{ $label }”.
views-fault-too-many = “{ $label }” có quá nhiều mục.
views-fault-term-over = { $label }: những ngày ghi trong đơn đã qua, không thể đồng ý được nữa.
views-fault-not-later = “{ $label }” phải muộn hơn hiện tại và mốc trước đó.
views-fault-unanswered = Còn cơ quan chưa trả lời. Im lặng không được coi là đồng ý: xin chờ, hoặc ghi căn cứ vào “{ $label }”.
views-fault-asked-already = Cơ quan này đã được hỏi và chưa trả lời. Xin xem lại “{ $label }”.
views-fault-wrong = Xin xem lại “{ $label }”.
views-changed = Hồ sơ hiện ở lần cập nhật thứ { $version }.
views-key-reused = Yêu cầu này trùng mã với một yêu cầu khác. Xin tải lại trang rồi gửi lần nữa.
views-nav-feedback = Phản ánh
views-nav-overview = Điều hành

## Tệp
views-file-empty = Tệp rỗng (0 byte). Ông/bà kiểm tra lại và chọn tệp khác.
views-file-large = Tệp lớn hơn { $size }. Ông/bà quét ở độ phân giải thấp hơn hoặc chia thành nhiều tệp.
views-file-kind = Mục này không nhận tệp { $kind }.
views-file-unknown = Không nhận ra loại tệp. Ông/bà gửi PDF, JPG hoặc PNG.
views-file-name = Nội dung tệp là { $kind } nhưng tên tệp ghi loại khác. Ông/bà đặt lại đúng đuôi tệp rồi gửi lại.
views-file-two = Trong tệp có lẫn một tệp khác. Ông/bà lưu lại tệp mới (in ra PDF) rồi gửi.
views-file-bomb = Tệp bung ra quá lớn so với mức nhận được. Ông/bà in lại thành PDF rồi gửi.
views-file-locked = Tệp PDF có mật khẩu hoặc bị khóa. Ông/bà lưu lại bản không khóa rồi gửi.
views-file-pages = Tệp có { $pages } trang, mỗi tệp tối đa { $max } trang. Ông/bà chia thành nhiều tệp.
views-file-picture = Ảnh { $width } × { $height } điểm quá lớn. Ông/bà quét ở 200–300 dpi.
views-file-heic = Ảnh HEIC chưa đọc được ở đây. Ông/bà chọn ảnh ngay trên điện thoại (máy tự đổi sang JPG), hoặc lưu ảnh thành JPG rồi gửi.
views-file-macros = Tệp văn bản có macro. Ông/bà lưu thành PDF rồi gửi.
views-file-damaged = Không đọc được tệp. Ông/bà mở thử, lưu lại rồi gửi.
views-file-active = Tệp có { $what }. Ông/bà in lại thành PDF rồi gửi.
views-file-script = đoạn mã tự chạy
views-file-launch = lệnh mở chương trình khác
views-file-attachment = tệp đính kèm bên trong
views-file-form = biểu mẫu tự chạy
views-file-gone = Phần đã tải lên không còn nữa. Ông/bà chọn lại tệp.

## Kênh nộp
views-channel = Nộp qua
views-channel-online = trực tuyến
views-channel-portal = Cổng dịch vụ công quốc gia
views-channel-counter = trực tiếp tại quầy
views-channel-post = bưu chính
views-channel-office = nội bộ cơ quan

# Thông báo
views-nav-notices = Thông báo
views-nav-notices-unread = Thông báo ({ $n })
views-channel-in-app = Trong hệ thống
views-channel-email = Thư điện tử
views-channel-sms = Tin nhắn SMS
views-channel-zalo = Zalo
views-sending-queued = chờ gửi
views-sending-sending = đang gửi
views-sending-sent = đã gửi
views-sending-delivered = đã đến nơi
views-sending-failed = không gửi được
views-sending-off = chưa gửi: kênh chưa được thiết lập
views-sending-read = đã đọc
views-sending-unread = chưa đọc
views-sending-sent-at = gửi lúc { $at }
views-sending-delivered-at = đến nơi lúc { $at }
views-sending-waits = gửi từ { $at }
views-sending-attempts = lần thứ { $n }
views-sending-unsure = có thể đã đến nhiều hơn một lần
views-sending-not-wanted = người nhận không chọn kênh này
views-sending-no-address = không có địa chỉ dùng được
views-sending-code = mã trả lời: { $code }
views-sendings-none = Chưa có thông báo nào.

# Luật áp dụng cho một hồ sơ
views-law-title = Hồ sơ này theo luật nào
views-law-filed = Hồ sơ nộp ngày { $filed } nên theo quy định áp dụng từ { $from }.
views-law-rests = Các văn bản đang áp dụng cho hồ sơ:
views-law-kept = Từ { $new } có quy định mới ({ $texts }). Hồ sơ vẫn theo quy định áp dụng từ { $governs }; hạn trả kết quả không đổi.
views-law-moved = Từ { $new } có quy định mới ({ $texts }). Hồ sơ chuyển sang quy định này; hạn trả kết quả không đổi.
views-law-moved-from-filing = Từ { $new } có quy định mới ({ $texts }). Hồ sơ chuyển sang quy định này; thời hạn mới được tính từ ngày nộp.
views-law-moved-anew = Từ { $new } có quy định mới ({ $texts }). Hồ sơ chuyển sang quy định này; thời hạn mới được tính từ lúc chuyển.
views-law-why-stays = Hồ sơ đang giải quyết giữ luật của ngày nộp.
views-law-why-moves = Quy định mới áp dụng cho cả hồ sơ đang giải quyết.
views-law-why-favours-new = Hồ sơ theo quy định nào có lợi cho người nộp: quy định mới có lợi hơn.
views-law-why-favours-before = Hồ sơ theo quy định nào có lợi cho người nộp: quy định mới không có lợi hơn.
views-law-ground = Căn cứ của việc này:
views-law-no-ground = Chưa có căn cứ nào đã được đọc và đối chiếu để dẫn ở đây.
views-law-fact-limit = Thời hạn giải quyết
views-law-fact-fee = Phí, lệ phí
views-law-fact-term = Thời hạn của giấy tờ
views-law-fact-dossier = Số giấy tờ phải nộp
views-law-unknown = chưa kiểm chứng
views-law-compared = { $fact }: trước là { $before }, mới là { $new }; { $better }.
views-law-better-new = quy định mới có lợi hơn
views-law-better-before = quy định trước có lợi hơn
views-law-better-none = không bên nào hơn
views-law-unverified = chưa kiểm chứng
views-law-source = Nguồn: { $source }
views-not-now-law-settled = Luật áp dụng cho hồ sơ đã được xác định; không có quy định mới nào bắt đầu từ đó.

views-not-now-no-charge = Hồ sơ này không có khoản nào phải nộp.
views-not-now-unpaid = { $act } chỉ làm được sau khi đã nộp phí, lệ phí. Còn phải nộp { $owed }.
views-not-now-too-much = Số tiền nhiều nhất ở bước này là { $most }.
views-not-now-known-payment = Giao dịch { $reference } đã được ghi nhận trước đó; không ghi hai lần.
views-fault-not-money = { $label }: ghi số tiền nguyên bằng đồng, ví dụ 750.000.

views-fee = Phí, lệ phí
views-fee-state = Tình trạng
views-fee-due = Chưa nộp
views-fee-partly = Nộp chưa đủ
views-fee-paid = Đã nộp đủ
views-fee-over = Nộp thừa
views-fee-refunded = Đã hoàn trả
views-fee-waived = Được miễn
views-fee-dropped = Không phải nộp
views-fee-amount = Mức phải nộp
views-fee-for = Nộp cho
views-fee-held = Đã nộp
views-fee-returned = Đã hoàn trả
views-fee-owed = Còn phải nộp
views-fee-excess = Nộp thừa, sẽ hoàn trả
views-fee-when = Nộp khi nào
views-fee-when-filing = Khi nộp hồ sơ
views-fee-when-result = Khi nhận kết quả
views-fee-waived-why = Căn cứ miễn
views-fee-how = Cách nộp
views-fee-counter = Nộp tiền mặt hoặc thẻ tại bộ phận một cửa, hoặc chuyển khoản theo thông tin dưới đây.
views-fee-scan = Mở ứng dụng ngân hàng và quét mã VietQR này. Số tiền và nội dung đã có sẵn, ông/bà không cần gõ.
views-fee-qr = Mã VietQR: { $amount } cho hồ sơ { $code }
views-fee-copy = Hoặc tự nhập
views-fee-bank = Ngân hàng
views-fee-account = Số tài khoản
views-fee-holder = Chủ tài khoản
views-fee-exact = Số tiền
views-fee-purpose = Nội dung chuyển khoản
views-fee-purpose-note = Ghi đúng mã hồ sơ để khoản tiền được nhận ra ngay. Thường sau một ngày làm việc biên nhận có ở trang này.
views-fee-demo = Tài khoản mẫu (demo): đừng chuyển tiền thật.
views-fee-no-account = Tài khoản thu phí của Sở chưa được công bố ở đây. Ông/bà nộp tại bộ phận một cửa.
