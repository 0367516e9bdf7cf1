# Các Sở
licensing-departments = Các Sở
licensing-departments-lead = Chọn Sở mà ông/bà cần liên hệ.
licensing-from-decision = Lập ra từ quyết định thành lập

# Trang đầu
licensing-start = Trang đầu
licensing-start-lead = Tìm thủ tục, nộp hồ sơ, theo dõi và nhận kết quả tại đây.
licensing-search = Ông/bà cần làm thủ tục gì?
licensing-search-hint = Gõ có dấu hoặc không dấu đều được, ví dụ: trang tin tong hop.
licensing-other = Việc khác
licensing-go-cases = Tra cứu hồ sơ
licensing-go-cases-about = Xem hồ sơ đang ở đâu, còn bao lâu.
licensing-go-registers = Sổ công khai
licensing-go-registers-about = Ai đang có giấy phép, còn hiệu lực hay không.
licensing-go-verify = Kiểm tra văn bản
licensing-go-verify-about = Xem một văn bản có do Sở cấp và còn hiệu lực không.
licensing-go-decision = Quyết định thành lập
licensing-go-decision-about = Sở được làm gì, ai được làm, theo điều khoản nào.
licensing-go-drafts = Hồ sơ đang soạn
licensing-go-drafts-about = Tiếp tục hồ sơ ông/bà đang điền dở.

# Tìm thủ tục
licensing-procedures = Thủ tục hành chính
licensing-field-count = { $n } thủ tục
licensing-found = Có { $n } thủ tục phù hợp.
licensing-found-none = Không tìm thấy thủ tục nào. Xin thử từ khác hoặc bớt từ.
licensing-own-initiative = Sở tự mở
licensing-own-initiative-about = Những việc này Sở tự mở khi có căn cứ, ông/bà không cần nộp hồ sơ.
licensing-own-initiative-one = Việc này Sở tự mở khi có căn cứ, không nhận hồ sơ.

# Trang thủ tục
licensing-duty = Nhiệm vụ của Sở:
licensing-not-in-force = Thủ tục này hiện chưa có quy định đang có hiệu lực nên chưa nhận hồ sơ.
licensing-apply = Nộp hồ sơ

# Soạn hồ sơ
licensing-begin = Bắt đầu
licensing-begin-lead = Việc này gồm các bước sau:
licensing-begin-form = Điền tờ khai.
licensing-begin-files = Tải giấy tờ lên.
licensing-begin-check = Xem lại toàn bộ trước khi nộp.
licensing-begin-receipt = Nhận số hồ sơ và giấy hẹn ngay sau khi nộp.
licensing-begin-kept-account = Hồ sơ đang soạn được giữ trong tài khoản của ông/bà, có thể quay lại bất cứ lúc nào.
licensing-begin-kept-browser = Ông/bà không cần tài khoản. Hồ sơ đang soạn được giữ trên trình duyệt này; nếu muốn mở trên máy khác, xin đăng nhập trước.
licensing-form = Tờ khai
licensing-form-lead = Những gì ông/bà điền được lưu mỗi khi bấm Tiếp tục, kể cả khi còn thiếu. Ô không ghi “không bắt buộc” thì cần điền.
licensing-drafts = Hồ sơ đang soạn
licensing-drafts-about = Hồ sơ ở đây chưa được nộp cho Sở.
licensing-drafts-none = Ông/bà không có hồ sơ nào đang soạn.
licensing-drafts-full = Ông/bà đang có { $n } hồ sơ soạn dở, là mức tối đa. Xin nộp hoặc xóa bớt trước.
licensing-draft-procedure = Thủ tục
licensing-draft-changed = Sửa lần cuối
licensing-draft-act = Xóa
licensing-draft-discard = Xóa bản soạn
licensing-draft-discarded = Đã xóa hồ sơ đang soạn.
licensing-files = Giấy tờ kèm theo
licensing-files-lead = Mỗi mục nhận tối đa { $n } tệp, tất cả không quá { $size }. Có thể chọn nhiều tệp cùng lúc, hoặc chụp ảnh bằng điện thoại.
licensing-files-send = Tải lên
licensing-files-total = tổng dung lượng vượt quá { $size }; xin bớt hoặc nén tệp.
licensing-files-many = Đã đủ số tệp cho phép; xin bỏ bớt tệp cũ.
licensing-file-remove = Bỏ tệp này
licensing-file-removed = Đã bỏ tệp.
licensing-part-missing = Còn thiếu “{ $name }”. Xin tải lên ít nhất một tệp.
licensing-go-check = Xem lại hồ sơ
licensing-back-form = Quay lại tờ khai
licensing-check = Xem lại trước khi nộp
licensing-check-lead = Xin đọc lại toàn bộ. Sau khi nộp, ông/bà không sửa được nữa, chỉ có thể bổ sung khi Sở yêu cầu hoặc rút hồ sơ.
licensing-change-files = Sửa giấy tờ kèm theo
licensing-file-pledge = Khi bấm Nộp hồ sơ, ông/bà cam kết những điều đã khai là đúng sự thật.
licensing-file = Nộp hồ sơ
licensing-filed = Sở đã nhận được hồ sơ. Xin lưu lại số hồ sơ bên dưới, hoặc in trang này.

# Theo dõi
licensing-follow = Tra cứu hồ sơ
licensing-follow-by-number = Tra cứu bằng số hồ sơ
licensing-follow-lead = Nhập số hồ sơ trên giấy tiếp nhận và số điện thoại đã khai khi nộp.
licensing-follow-code = Số hồ sơ
licensing-follow-code-hint = Như ghi trên giấy tiếp nhận, ví dụ 000.00.00.H30-240304-0001.
licensing-follow-phone = Số điện thoại
licensing-follow-phone-hint = Số đã khai trong hồ sơ.
licensing-follow-go = Xem hồ sơ
licensing-follow-wrong = Không có hồ sơ nào ứng với số hồ sơ và số điện thoại này. Xin kiểm tra lại cả hai.
licensing-own-cases = Hồ sơ của ông/bà
licensing-case = Hồ sơ của ông/bà
licensing-case-title = Hồ sơ { $code }
licensing-case-number = Số hồ sơ
licensing-case-subject = Nội dung
licensing-case-state = Tình trạng
licensing-case-told = Nghĩa là
licensing-case-who = Đang ở
licensing-case-next = Việc tiếp theo
licensing-case-due = Hạn trả kết quả
licensing-your-turn = Đến lượt ông/bà: Sở cần thêm thông tin
licensing-papers = Văn bản
licensing-history = Quá trình giải quyết
licensing-what-was-filed = Hồ sơ đã nộp
licensing-keep-number = Ông/bà có thể in trang này. Để xem lại trên máy khác, dùng số hồ sơ và số điện thoại ở mục Tra cứu hồ sơ.
licensing-act-done = Đã thực hiện: { $act }.
licensing-act-not-now = Việc này chưa làm được ở bước hiện tại của hồ sơ.
licensing-back-case = Quay lại hồ sơ
licensing-other-files = Giấy tờ khác
licensing-api-file-unknown = Tệp có mã này chưa được tải lên.
licensing-figures = Thủ tục này từ đầu năm: đã nhận, đã giải quyết, đúng hạn, mức độ hài lòng

licensing-notices = Thông báo đã gửi cho ông/bà
licensing-route-who = Người nộp hồ sơ trên trang của Sở
licensing-route-only = Thủ tục này hiện chỉ nhận hồ sơ tại { $portal } ({ $address }). Trang của Sở không nhận; bộ phận một cửa vẫn hướng dẫn và hỗ trợ nộp.
licensing-route-both = Nộp tại trang này hoặc tại { $portal }
licensing-route-portal = Nộp tại { $portal }
licensing-route-short = Nộp tại { $portal }.
