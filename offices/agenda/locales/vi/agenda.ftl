# Lịch làm việc của một cán bộ
agenda-title = Lịch làm việc
agenda-lead = Từ { $from } đến { $to }: việc đến hạn của ông/bà, nghỉ phép, làm thay, ủy quyền, ngày nghỉ.
agenda-nothing = Không có gì trong những ngày này.
agenda-before = Trước đó
agenda-today = Hôm nay
agenda-after = Sau đó
agenda-is-today = Hôm nay, { $day }
agenda-until = đến { $day }
agenda-open-end = chưa định ngày hết
agenda-weekday-1 = Thứ Hai
agenda-weekday-2 = Thứ Ba
agenda-weekday-3 = Thứ Tư
agenda-weekday-4 = Thứ Năm
agenda-weekday-5 = Thứ Sáu
agenda-weekday-6 = Thứ Bảy
agenda-weekday-7 = Chủ nhật

agenda-kind-due = Đến hạn
agenda-kind-away = Vắng mặt
agenda-kind-stand-in = Làm thay
agenda-kind-delegation = Ủy quyền
agenda-kind-term = Nhiệm kỳ
agenda-kind-stop = Tạm dừng hệ thống
agenda-kind-day-off = Ngày nghỉ

agenda-due = { $number }: { $act }
agenda-late = { $number }: { $act } (quá hạn)
agenda-away = Ông/bà nghỉ phép
agenda-barred = Ông/bà bị tạm đình chỉ công tác
agenda-stand-in = Làm thay { $position }
agenda-stood-in = { $position } làm thay ông/bà
agenda-delegated-to-me = Được { $position } giao ký ({ $form })
agenda-delegated-by-me = Đã giao { $position } ký ({ $form })
agenda-term = Hết thời hạn bổ nhiệm
agenda-stop = Hệ thống tạm dừng theo kế hoạch
agenda-day-off = Nghỉ bù

agenda-feed = Xem trên điện thoại
agenda-feed-lead = Ứng dụng lịch nào cũng đọc được địa chỉ iCalendar. Trong đó chỉ có số hồ sơ và tên việc, không có tên ai. Ai có địa chỉ đều đọc được: xin giữ như mật khẩu.
agenda-feed-made = Địa chỉ lịch của ông/bà, chỉ hiện một lần:
agenda-feed-make = Tạo địa chỉ lịch
agenda-feed-again = Tạo địa chỉ mới, bỏ địa chỉ cũ
agenda-feed-end = Bỏ địa chỉ lịch
agenda-feed-ended = Đã bỏ địa chỉ lịch. Ứng dụng nào còn giữ cũng không đọc được nữa.
agenda-feed-name = Công vụ – { $agency }
