// SPDX-FileCopyrightText: 2026 The Cocoon authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/widgets/filter_dress.h"

#include "ui/theme/theme.h"

#include <QAction>
#include <QLineEdit>
#include <QPainter>

namespace cocoon::ui {

using namespace Qt::StringLiterals;

namespace {
    QIcon keyCap(const Theme& theme, const QString& key)
    {
        const qreal scale = 2;
        const int size = theme.px(16);
        QPixmap cap(QSize(size, size) * scale);
        cap.setDevicePixelRatio(scale);
        cap.fill(Qt::transparent);
        QPainter painter(&cap);
        painter.setRenderHint(QPainter::Antialiasing);
        painter.setPen(theme.color(u"line"_s));
        painter.setBrush(theme.color(u"raised"_s));
        painter.drawRoundedRect(QRectF(0.5, 0.5, size - 1, size - 1), 3, 3);
        painter.setPen(theme.color(u"text3"_s));
        painter.setFont(theme.font(u"label"_s));
        painter.drawText(QRect(0, 0, size, size), Qt::AlignCenter, key);
        painter.end();
        QIcon icon(cap);
        icon.addPixmap(cap, QIcon::Disabled);
        return icon;
    }
}

void dressFilter(QLineEdit* filter, const Theme& theme)
{
    QAction* glass = filter->addAction(theme.icon(u"search"_s), QLineEdit::LeadingPosition);
    QAction* cap = filter->addAction(keyCap(theme, u"/"_s), QLineEdit::TrailingPosition);
    QObject::connect(glass, &QAction::triggered, filter, qOverload<>(&QWidget::setFocus));
    QObject::connect(cap, &QAction::triggered, filter, qOverload<>(&QWidget::setFocus));
    QObject::connect(filter, &QLineEdit::textChanged, cap, [cap](const QString& text) { cap->setVisible(text.isEmpty()); });
    QObject::connect(&theme, &Theme::changed, filter, [glass, cap, &theme] {
        glass->setIcon(theme.icon(u"search"_s));
        cap->setIcon(keyCap(theme, u"/"_s));
    });
}

} // namespace cocoon::ui
