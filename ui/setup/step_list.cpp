// SPDX-FileCopyrightText: 2026 The Cocoon authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/setup/step_list.h"

#include "ui/widgets/mark.h"

#include <QPainter>
#include <QStyledItemDelegate>

namespace cocoon::ui {

using namespace Qt::StringLiterals;

void StepModel::show(const QList<StepRow>& rows)
{
    sync(rows, [](const StepRow& row) { return row.id; });
}

QVariant StepModel::data(const QModelIndex& index, int role) const
{
    if (!checkIndex(index, CheckIndexOption::IndexIsValid)) {
        return {};
    }
    const StepRow& row = m_rows.at(index.row());
    switch (role) {
    case Qt::DisplayRole: return row.name;
    case Qt::AccessibleTextRole: return QString(row.name + u", "_s + row.word);
    case Qt::ToolTipRole: return row.word;
    case items::IdentityRole: return row.id;
    case items::MarkRole: return static_cast<int>(row.mark);
    case RemarkRole: return row.remark;
    case BriefRole: return row.brief;
    default: return {};
    }
}

namespace {
    class StepDelegate : public QStyledItemDelegate {
    public:
        StepDelegate(const Theme& theme, QObject* parent)
            : QStyledItemDelegate(parent)
            , m_theme(theme)
        {
        }
        QSize sizeHint(const QStyleOptionViewItem&, const QModelIndex&) const override { return { m_theme.px(200), m_theme.px(36) }; }
        void paint(QPainter* painter, const QStyleOptionViewItem& option, const QModelIndex& index) const override
        {
            painter->save();
            painter->setRenderHint(QPainter::Antialiasing);
            const bool isOpen = option.state.testFlag(QStyle::State_Selected);
            const QRect field = option.rect.adjusted(0, 1, 0, -1);
            if (isOpen || option.state.testFlag(QStyle::State_MouseOver)) {
                painter->setPen(Qt::NoPen);
                painter->setBrush(m_theme.color(isOpen ? u"accentWeak"_s : u"raised"_s));
                painter->drawRoundedRect(field, 6, 6);
            }
            const auto mark = static_cast<items::Mark>(index.data(items::MarkRole).toInt());
            const int icon = m_theme.px(18);
            painter->drawPixmap(field.left() + m_theme.px(10), field.center().y() - icon / 2, m_theme.pixmap(iconOf(mark), m_theme.color(toneOf(mark)), 18));
            QRect text = textOf(field);
            painter->setFont(m_theme.font(u"label"_s));
            const QString name = index.data(Qt::DisplayRole).toString();
            const QFont nameFont = m_theme.font(u"body"_s, isOpen ? QFont::DemiBold : QFont::Normal);
            const QString remark = remarkOf(index, isBrief(*index.model(), text.width()));
            if (!remark.isEmpty()) {
                painter->setPen(m_theme.color(u"text3"_s));
                painter->drawText(text, Qt::AlignRight | Qt::AlignVCenter, remark);
                text.setRight(text.right() - widthOf(remark));
            }
            painter->setFont(nameFont);
            painter->setPen(m_theme.color(isOpen ? u"accentText"_s : u"text"_s));
            painter->drawText(text, Qt::AlignLeft | Qt::AlignVCenter, painter->fontMetrics().elidedText(name, Qt::ElideRight, text.width()));
            if (option.state.testFlag(QStyle::State_HasFocus) && isOpen) {
                painter->setBrush(Qt::NoBrush);
                painter->setPen(QPen(m_theme.color(u"focus"_s), 2));
                painter->drawRoundedRect(field.adjusted(1, 1, -1, -1), 5, 5);
            }
            painter->restore();
        }

    private:
        QRect textOf(const QRect& field) const { return field.adjusted(m_theme.px(36), 0, -m_theme.px(8), 0); }
        int widthOf(const QString& remark) const { return QFontMetrics(m_theme.font(u"label"_s)).horizontalAdvance(remark) + m_theme.px(5); }
        static QString remarkOf(const QModelIndex& index, bool isBrief)
        {
            const QString brief = index.data(StepModel::BriefRole).toString();
            return isBrief && !brief.isEmpty() ? brief : index.data(StepModel::RemarkRole).toString();
        }
        /// One form for all rows: words where there is room for every one of them beside its name, also when it is the open one.
        bool isBrief(const QAbstractItemModel& model, int room) const
        {
            const QFontMetrics names(m_theme.font(u"body"_s, QFont::DemiBold));
            for (int row = 0; row < model.rowCount(); ++row) {
                const QModelIndex index = model.index(row, 0);
                const QString remark = remarkOf(index, false);
                if (!remark.isEmpty() && names.horizontalAdvance(index.data(Qt::DisplayRole).toString()) + widthOf(remark) > room) {
                    return true;
                }
            }
            return false;
        }
        const Theme& m_theme;
    };
}

StepList::StepList(const Theme& theme, QWidget* parent)
    : QListView(parent)
    , m_theme(theme)
{
    setObjectName(u"steps"_s);
    setAccessibleName(tr("Steps of the set-up"));
    setItemDelegate(new StepDelegate(theme, this));
    setModel(&m_model);
    setMouseTracking(true);
    setFrameShape(NoFrame);
    setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    connect(selectionModel(), &QItemSelectionModel::currentChanged, this, [this](const QModelIndex& current) {
        if (current.isValid()) {
            Q_EMIT chosen(current.data(items::IdentityRole).toString());
        }
    });
    connect(&theme, &Theme::changed, this, [this] { doItemsLayout(); });
}

void StepList::show(const QList<StepRow>& rows)
{
    m_model.show(rows);
}

void StepList::setOpen(const QString& id)
{
    for (int row = 0; row < m_model.rowCount(); ++row) {
        const QModelIndex index = m_model.index(row, 0);
        if (index.data(items::IdentityRole).toString() == id && index != currentIndex()) {
            setCurrentIndex(index);
        }
    }
}

QString StepList::open() const
{
    return currentIndex().data(items::IdentityRole).toString();
}

} // namespace cocoon::ui
