// SPDX-FileCopyrightText: 2026 The Cocoon authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/shell/rail.h"

#include "ui/widgets/labels.h"

#include <QHBoxLayout>
#include <QPainter>
#include <QToolButton>

namespace cocoon::ui {

using namespace Qt::StringLiterals;

Rail::Rail(const Theme& theme, QWidget* parent)
    : QWidget(parent)
    , m_theme(theme)
    , m_logo(new QLabel)
    , m_brand(makeLabel(u"Cocoon"_s, "brand"))
    , m_column(new QVBoxLayout(this))
{
    setObjectName(u"rail"_s);
    setAttribute(Qt::WA_StyledBackground);
    setSpokenName(this, tr("Places"));
    m_column->setContentsMargins(8, 12, 8, 12);
    m_column->setSpacing(3);
    auto* head = new QHBoxLayout;
    head->setContentsMargins(9, 4, 0, 14);
    head->setSpacing(10);
    head->addWidget(m_logo);
    head->addWidget(m_brand, 1);
    m_column->addLayout(head);
    m_column->addStretch(1);
    m_group.setExclusive(true);
    connect(&theme, &Theme::changed, this, &Rail::restyle);
    restyle();
}

void Rail::addPlace(const QString& id, const QString& name, const QString& icon, bool afterLine)
{
    if (afterLine) {
        auto* line = new QFrame;
        line->setObjectName(u"separator"_s);
        m_column->insertSpacing(m_column->count() - 1, 8);
        m_column->insertWidget(m_column->count() - 1, line);
        m_column->insertSpacing(m_column->count() - 1, 8);
    }
    auto* button = new QToolButton;
    button->setObjectName(u"rail."_s + id);
    button->setProperty("kind", u"rail"_s);
    button->setCheckable(true);
    button->setSizePolicy(QSizePolicy::Expanding, QSizePolicy::Fixed);
    setSpokenName(button, name);
    m_group.addButton(button);
    m_column->insertWidget(m_column->count() - 1, button);
    m_places.append({ id, name, icon, button, 0 });
    connect(button, &QToolButton::toggled, this, [this, id](bool isOn) { // a screen reader toggles it, it does not click
        restyle();
        if (isOn && !m_isTold) {
            Q_EMIT chosen(id);
        }
    });
    restyle();
}

void Rail::setPlaceEnabled(const QString& id, bool isEnabled)
{
    for (const Place& place : std::as_const(m_places)) {
        if (place.id == id) {
            place.button->setEnabled(isEnabled);
            place.button->setToolTip(isEnabled ? m_isNarrow ? place.name : QString() : tr("%1: open a connection first").arg(place.name));
        }
    }
}

void Rail::setCurrent(const QString& id)
{
    m_isTold = true;
    m_group.setExclusive(false);
    for (const Place& place : std::as_const(m_places)) {
        place.button->setChecked(place.id == id);
    }
    m_group.setExclusive(true);
    m_isTold = false;
}

void Rail::setBadge(const QString& id, int count, const QString& what)
{
    for (Place& place : m_places) {
        if (place.id == id && place.badge != count) {
            place.badge = count;
            setSpokenDescription(place.button, count == 0 ? QString() : what);
            restyle();
        }
    }
}

void Rail::setNarrow(bool isNarrow)
{
    if (m_isNarrow != isNarrow) {
        m_isNarrow = isNarrow;
        restyle();
    }
}

void Rail::restyle()
{
    setFixedWidth(m_isNarrow ? m_theme.px(36) + 20 : m_theme.px(208));
    m_logo->setPixmap(m_theme.pixmap(u"cocoon"_s, m_theme.color(u"accent"_s), 22));
    m_brand->setVisible(!m_isNarrow);
    for (const Place& place : std::as_const(m_places)) {
        place.button->setIconSize(QSize(m_theme.px(18), m_theme.px(18)));
        const QColor tone = m_theme.color(place.button->isChecked() ? u"accent"_s : u"text2"_s);
        QPixmap icon = m_theme.pixmap(place.icon, tone, 18);
        if (m_isNarrow && place.badge > 0) { // there is no room for the number: a dot says that there is one
            QPainter painter(&icon);
            painter.setRenderHint(QPainter::Antialiasing);
            painter.setPen(Qt::NoPen);
            painter.setBrush(m_theme.color(u"money"_s));
            const qreal side = icon.width() / icon.devicePixelRatio();
            painter.drawEllipse(QRectF(side * 0.6, 0, side * 0.4, side * 0.4));
        }
        QIcon both(icon);
        both.addPixmap(m_theme.pixmap(place.icon, m_theme.color(u"faded"_s), 18), QIcon::Disabled);
        place.button->setIcon(both);
        place.button->setToolButtonStyle(m_isNarrow ? Qt::ToolButtonIconOnly : Qt::ToolButtonTextBesideIcon);
        place.button->setText(u"  "_s + place.name + (place.badge == 0 ? QString() : u"   "_s + QString::number(place.badge)));
        if (place.button->isEnabled()) {
            place.button->setToolTip(m_isNarrow ? place.name : QString());
        }
    }
}

} // namespace cocoon::ui
