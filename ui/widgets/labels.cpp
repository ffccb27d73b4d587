// SPDX-FileCopyrightText: 2026 The Cocoon authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/widgets/labels.h"

#include "ui/theme/theme.h"

#include <QApplication>
#include <QClipboard>
#include <QComboBox>
#include <QPainter>
#include <QStyle>
#include <QTabBar>
#include <QTimer>

namespace cocoon::ui {

QLabel* makeLabel(const QString& text, const char* role, QWidget* parent)
{
    auto* label = new QLabel(text, parent);
    label->setProperty("role", QString::fromLatin1(role));
    label->setTextFormat(Qt::PlainText);
    return label;
}

namespace {
    /// Qt's own hint for a text that may be broken is narrower than one line.
    class LineLabel : public QLabel {
    public:
        using QLabel::QLabel;
        QSize sizeHint() const override
        {
            constexpr int kSlack = 4; // glyphs that hang over
            const QSize least = minimumSizeHint();
            return { qMax(least.width(), fontMetrics().horizontalAdvance(text()) + kSlack), least.height() };
        }
    };
}

QLabel* makeLine(const QString& text, const char* role, QWidget* parent)
{
    auto* label = new LineLabel(text, parent);
    label->setProperty("role", QString::fromLatin1(role));
    label->setTextFormat(Qt::PlainText);
    label->setWordWrap(true);
    return label;
}

QLabel* makeText(const QString& text, const char* role, QWidget* parent)
{
    QLabel* label = makeLabel(text, role, parent);
    label->setWordWrap(true);
    label->setTextInteractionFlags(Qt::TextSelectableByMouse);
    return label;
}

QPushButton* makeButton(const QString& text, const char* kind, QWidget* parent)
{
    auto* button = new QPushButton(text, parent);
    button->setProperty("kind", QString::fromLatin1(kind));
    button->setAutoDefault(false);
    return button;
}

void dressTabs(QTabBar* tabs)
{
    tabs->setDrawBase(false);
    tabs->setExpanding(false);
    tabs->setUsesScrollButtons(false);
    QObject::connect(tabs, &QTabBar::currentChanged, tabs, &QWidget::updateGeometry); // the chosen one is bold, and wider
}

namespace {
    QIcon withGap(const QIcon& icon, int size, int gap, Qt::LayoutDirection direction)
    {
        QIcon wide;
        for (const QIcon::Mode mode : { QIcon::Normal, QIcon::Disabled }) {
            for (const qreal scale : { 1.0, 2.0 }) {
                QPixmap picture(QSize(size + gap, size) * scale);
                picture.setDevicePixelRatio(scale);
                picture.fill(Qt::transparent);
                QPainter painter(&picture);
                painter.drawPixmap(direction == Qt::RightToLeft ? gap : 0, 0, icon.pixmap(QSize(size, size), scale, mode));
                painter.end();
                wide.addPixmap(picture, mode);
            }
        }
        return wide;
    }
}

void setThemedIcon(QAbstractButton* button, const Theme& theme, const QString& icon, const QString& token)
{
    const auto show = [button, &theme, icon, token] {
        if (qobject_cast<QPushButton*>(button) == nullptr) {
            button->setIcon(theme.icon(icon, token));
            return;
        }
        // The style puts the words 4 px beside the icon: the picture brings the rest of the gap with it.
        const int size = theme.px(16);
        button->setIconSize({ size + theme.px(4), size });
        button->setIcon(withGap(theme.icon(icon, token), size, theme.px(4), button->layoutDirection()));
    };
    QObject::connect(&theme, &Theme::changed, button, show);
    show();
}

void keepWidth(const Theme& theme, QWidget* widget, int designPixels)
{
    const auto fit = [&theme, widget, designPixels] { widget->setMaximumWidth(theme.px(designPixels)); };
    QObject::connect(&theme, &Theme::changed, widget, fit);
    fit();
}

void setStyled(QWidget* widget, const char* property, const QString& value)
{
    if (widget->property(property).toString() != value) {
        widget->setProperty(property, value);
        widget->style()->unpolish(widget);
        widget->style()->polish(widget);
    }
}

void setSpokenName(QWidget* widget, const QString& name)
{
    if (widget->accessibleName() != name) {
        widget->setAccessibleName(name);
    }
}

void setSpokenDescription(QWidget* widget, const QString& description)
{
    if (widget->accessibleDescription() != description) {
        widget->setAccessibleDescription(description);
    }
}

void setSpokenPurpose(QComboBox* combo, const QString& name)
{
    setSpokenName(combo, name);
    setSpokenDescription(combo, name);
}

void copyWithWord(QPushButton* button, const QString& text)
{
    QApplication::clipboard()->setText(text);
    const QString before = button->text();
    if (button->property("copied").toBool()) {
        return;
    }
    button->setProperty("copied", true);
    button->setText(QCoreApplication::translate("cocoon::ui", "Copied"));
    QTimer::singleShot(1200, button, [button, before] {
        button->setText(before);
        button->setProperty("copied", false);
    });
}

ElidedLabel::ElidedLabel(const char* role, QWidget* parent, Qt::TextElideMode mode)
    : QLabel(parent)
    , m_mode(mode)
{
    setProperty("role", QString::fromLatin1(role));
    setSizePolicy(QSizePolicy::Preferred, QSizePolicy::Fixed);
}

void ElidedLabel::setFullText(const QString& text)
{
    if (m_full != text) {
        m_full = text;
        setAccessibleName(text);
        setToolTip(text);
        updateGeometry();
        update();
    }
}

QSize ElidedLabel::sizeHint() const
{
    return { fontMetrics().horizontalAdvance(m_full) + 2, fontMetrics().height() };
}

QSize ElidedLabel::minimumSizeHint() const
{
    return { fontMetrics().averageCharWidth() * 4, fontMetrics().height() };
}

void ElidedLabel::paintEvent(QPaintEvent*)
{
    QPainter painter(this);
    painter.setPen(palette().color(QPalette::WindowText));
    painter.drawText(rect(), Qt::AlignVCenter | Qt::AlignLeft, fontMetrics().elidedText(m_full, m_mode, width()));
}

} // namespace cocoon::ui
