// SPDX-FileCopyrightText: 2026 The Cocoon authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/overview/chart_card.h"

#include "models/words/words.h"
#include "ui/widgets/data_table.h"
#include "ui/widgets/labels.h"
#include "ui/widgets/save_file.h"

#include <QBuffer>
#include <QFileDialog>
#include <QMenu>
#include <QPainter>
#include <QStackedWidget>

namespace cocoon::ui {

using namespace Qt::StringLiterals;
using dashboard::Part;

ChartCard::ChartCard(const Theme& theme, const QString& id, const QString& title, QWidget* canvas, QWidget* parent)
    : Card(title, parent)
    , m_theme(theme)
    , m_id(id)
    , m_canvas(canvas)
    , m_table(new DataTable(theme))
    , m_silence(makeText({}, "muted"))
    , m_sides(new QStackedWidget)
    , m_turn(makeButton({}, "link"))
    , m_export(makeButton({}, "link"))
{
    m_turn->setObjectName(u"chart.%1.turn"_s.arg(id));
    m_export->setObjectName(u"chart.%1.export"_s.arg(id));
    setThemedIcon(m_export, theme, u"download"_s);
    setSpokenName(m_export, tr("Export %1").arg(title));
    m_export->setToolTip(tr("Export as CSV or PNG"));
    auto* menu = new QMenu(m_export);
    menu->addAction(tr("Table as CSV …"), this, [this] { save(u"csv"_s, tr("Comma-separated values (*.csv)"), csv()); });
    menu->addAction(tr("Chart as PNG …"), this, [this] { save(u"png"_s, tr("Picture (*.png)"), png()); });
    connect(m_export, &QPushButton::clicked, this, [this, menu] { menu->popup(m_export->mapToGlobal(QPoint(0, m_export->height()))); });
    connect(m_turn, &QPushButton::clicked, this, &ChartCard::turn);
    for (QPushButton* button : { m_turn, m_export }) {
        QSizePolicy policy = button->sizePolicy();
        policy.setRetainSizeWhenHidden(true); // the title of a silent card stands in line with its neighbours'
        button->setSizePolicy(policy);
        addAction(button);
    }
    m_table->setModel(&m_model);
    m_table->setObjectName(u"chart.%1.table"_s.arg(id));
    setSpokenName(m_table, tr("%1, as a table").arg(title));
    m_table->setEmptyText(tr("There is nothing in it yet."));
    m_silence->setAlignment(Qt::AlignCenter);
    m_sides->addWidget(m_canvas);
    m_sides->addWidget(m_table);
    m_sides->addWidget(m_silence);
    content()->addWidget(m_sides, 1);
    setSilence({});
}

void ChartCard::showSheet(const items::Sheet& sheet)
{
    m_model.show(sheet);
    QList<int> shares(sheet.headers.size(), 1);
    m_table->setShares(shares);
    QStringList said;
    if (!sheet.rows.isEmpty()) {
        for (qsizetype i = 0; i < sheet.headers.size(); ++i) {
            said.append(sheet.headers.at(i) + u' ' + sheet.rows.constFirst().value(i));
        }
    }
    setSpokenDescription(m_canvas, said.join(u", "_s));
}

void ChartCard::setSilence(const QString& why)
{
    m_silence->setText(why);
    const bool isSilent = !why.isEmpty();
    m_turn->setVisible(!isSilent);
    m_export->setVisible(!isSilent);
    m_turn->setText(m_wantsTable ? tr("Chart") : tr("Table"));
    setSpokenName(m_turn, m_wantsTable ? tr("Show the chart") : tr("Show the table behind the chart"));
    m_sides->setCurrentWidget(isSilent ? static_cast<QWidget*>(m_silence) : m_wantsTable ? static_cast<QWidget*>(m_table)
                                                                                         : m_canvas);
}

QString ChartCard::silenceOf(const Part& part)
{
    switch (part.state) {
    case Part::State::Known:
    case Part::State::Stale: return {};
    case Part::State::Loading: return tr("Being read …");
    case Part::State::Forbidden: return tr("You may not read it. The missing right is listed below.");
    case Part::State::NoCredential: return tr("IBM Cloud is not asked: no login.");
    case Part::State::Failed: break;
    }
    return words::explain(part.error).cameBack; // what to do about it stands above
}

bool ChartCard::isSilent() const
{
    return !m_silence->text().isEmpty();
}

bool ChartCard::showsTable() const
{
    return m_sides->currentWidget() == m_table;
}

void ChartCard::turn()
{
    m_wantsTable = !m_wantsTable;
    setSilence(m_silence->text());
}

QByteArray ChartCard::png()
{
    // As large as for print, on the card's own ground: a transparent chart is unreadable on another.
    const qreal scale = 2;
    const int margin = m_theme.px(16);
    const int head = m_theme.px(32);
    const QSize size(m_canvas->width() + 2 * margin, m_canvas->height() + head + margin);
    QImage image(size * scale, QImage::Format_ARGB32);
    image.setDevicePixelRatio(scale);
    image.fill(m_theme.color(u"surface"_s));
    QPainter painter(&image);
    painter.setFont(m_theme.font(u"section"_s, QFont::DemiBold));
    painter.setPen(m_theme.color(u"text"_s));
    painter.drawText(QRect(margin, 0, m_canvas->width(), head), Qt::AlignVCenter | Qt::AlignLeft, accessibleName());
    m_canvas->render(&painter, QPoint(margin, head), QRegion(), QWidget::DrawChildren);
    painter.end();
    QByteArray bytes;
    QBuffer buffer(&bytes);
    buffer.open(QIODevice::WriteOnly);
    image.save(&buffer, "PNG");
    return bytes;
}

void ChartCard::save(const QString& suffix, const QString& filter, const QByteArray& bytes)
{
    const QString path = QFileDialog::getSaveFileName(this, tr("Export %1").arg(accessibleName()), u"cocoon-%1.%2"_s.arg(m_id, suffix), filter);
    if (!path.isEmpty()) {
        saveFileOrTell(this, path, bytes);
    }
}

} // namespace cocoon::ui
