// SPDX-FileCopyrightText: 2026 The Cocoon authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/pods/columns_menu.h"

#include <QHeaderView>
#include <QKeyEvent>
#include <QLineEdit>
#include <QStandardPaths>
#include <QWidgetAction>

#include <algorithm>

namespace cocoon::ui {

using namespace Qt::StringLiterals;
using items::PodTable;

namespace {
    /// Return is for the key that was typed, not for the entry of the menu that happens to be current.
    class KeyLine : public QLineEdit {
    public:
        using QLineEdit::QLineEdit;

    protected:
        void keyPressEvent(QKeyEvent* event) override
        {
            QLineEdit::keyPressEvent(event);
            if (event->key() == Qt::Key_Return || event->key() == Qt::Key_Enter) {
                event->accept();
            }
        }
    };

    const QString kColumns = u"pods/columns"_s;
    const QString kExtras = u"pods/extraColumns"_s;
    constexpr qsizetype kMostKeys = 40;

    /// Keys of labels or annotations, the commonest first.
    QStringList keysOf(const dashboard::PodStore& store, bool isLabel)
    {
        QHash<QString, int> counts;
        for (const dashboard::PodRow& pod : store.pods()) {
            const dashboard::TextMap& map = isLabel ? pod.labels : pod.annotations;
            for (auto it = map.keyBegin(); it != map.keyEnd(); ++it) {
                ++counts[*it];
            }
        }
        QStringList keys = counts.keys();
        std::sort(keys.begin(), keys.end(), [&counts](const QString& a, const QString& b) { return std::pair(-counts[a], a) < std::pair(-counts[b], b); });
        return keys.mid(0, kMostKeys);
    }
}

ColumnsMenu::ColumnsMenu(DataTable& table, PodTable& model, QWidget* parent)
    : QMenu(parent)
    , m_table(table)
    , m_model(model)
    , m_settings(QStandardPaths::writableLocation(QStandardPaths::GenericConfigLocation) + u"/cocoon/window.ini"_s, QSettings::IniFormat)
{
    connect(this, &QMenu::aboutToShow, this, &ColumnsMenu::fill);
    connect(table.horizontalHeader(), &QHeaderView::sectionMoved, this, &ColumnsMenu::save);
}

QList<int> ColumnsMenu::shown() const
{
    QList<int> columns;
    for (int visual = 0; visual < m_model.columnCount(); ++visual) {
        const int column = m_table.horizontalHeader()->logicalIndex(visual);
        if (!m_table.isColumnHidden(column)) {
            columns.append(column);
        }
    }
    return columns;
}

void ColumnsMenu::restore()
{
    m_isRestoring = true;
    m_model.setExtraColumns(m_settings.value(kExtras).toStringList());
    const QStringList standard { u"name"_s, u"namespace"_s, u"status"_s, u"vsi"_s, u"tee"_s, u"attested"_s, u"worker"_s, u"age"_s, u"usdPerHour"_s };
    const QStringList wanted = m_settings.value(kColumns, standard).toStringList();
    QHeaderView* header = m_table.horizontalHeader();
    int visual = 0;
    for (const QString& id : wanted) {
        for (int column = 0; column < m_model.columnCount(); ++column) {
            if (m_model.columnId(column) == id) {
                header->moveSection(header->visualIndex(column), visual++);
            }
        }
    }
    for (int column = 0; column < m_model.columnCount(); ++column) {
        m_table.setColumnHidden(column, column != PodTable::Name && !wanted.contains(m_model.columnId(column)));
    }
    m_isRestoring = false;
}

void ColumnsMenu::save()
{
    if (m_isRestoring) {
        return;
    }
    QStringList ids;
    for (const int column : shown()) {
        ids.append(m_model.columnId(column));
    }
    m_settings.setValue(kColumns, ids);
    m_settings.setValue(kExtras, m_model.extraColumns());
}

void ColumnsMenu::toggle(int column, bool isShown)
{
    m_table.setColumnHidden(column, !isShown);
    save();
}

void ColumnsMenu::toggleExtra(const QString& id, bool isShown)
{
    QStringList extras = m_model.extraColumns();
    save();
    QStringList ids = m_settings.value(kColumns).toStringList();
    if (isShown) {
        extras.append(id);
        ids.append(id);
    } else {
        extras.removeAll(id);
        ids.removeAll(id);
    }
    m_settings.setValue(kExtras, extras);
    m_settings.setValue(kColumns, ids);
    restore();
}

void ColumnsMenu::fill()
{
    qDeleteAll(findChildren<QMenu*>(Qt::FindDirectChildrenOnly)); // clear() leaves them
    clear();
    for (int column = 0; column < PodTable::FixedColumns; ++column) {
        QAction* action = addAction(m_model.headerData(column, Qt::Horizontal, Qt::DisplayRole).toString());
        action->setCheckable(true);
        action->setChecked(!m_table.isColumnHidden(column));
        action->setEnabled(column != PodTable::Name);
        connect(action, &QAction::toggled, this, [this, column](bool on) { toggle(column, on); });
    }
    addSeparator();
    addExtras(addMenu(tr("Labels")), u"label:"_s, keysOf(m_model.store(), true));
    addExtras(addMenu(tr("Annotations")), u"annotation:"_s, keysOf(m_model.store(), false));
    addSeparator();
    connect(addAction(tr("Standard columns")), &QAction::triggered, this, [this] {
        m_settings.remove(kColumns);
        m_settings.remove(kExtras);
        restore();
    });
}

void ColumnsMenu::addExtras(QMenu* menu, const QString& prefix, const QStringList& keys)
{
    QStringList all = keys;
    for (const QString& extra : m_model.extraColumns()) { // also of pods that are not here just now
        if (extra.startsWith(prefix) && !all.contains(extra.mid(prefix.size()))) {
            all.append(extra.mid(prefix.size()));
        }
    }
    for (const QString& key : std::as_const(all)) {
        QAction* action = menu->addAction(key);
        action->setCheckable(true);
        action->setChecked(m_model.extraColumns().contains(prefix + key));
        connect(action, &QAction::toggled, this, [this, id = prefix + key](bool on) { toggleExtra(id, on); });
    }
    // The commonest keys are listed; any other is typed.
    auto* line = new KeyLine(menu);
    line->setObjectName(u"columns.other."_s + prefix.chopped(1));
    line->setPlaceholderText(tr("Other key …"));
    line->setAccessibleName(tr("Key of a label or annotation to show as a column"));
    auto* other = new QWidgetAction(menu);
    other->setDefaultWidget(line);
    menu->addAction(other);
    connect(line, &QLineEdit::returnPressed, this, [this, line, prefix] {
        const QString id = prefix + line->text().trimmed();
        if (id != prefix && !m_model.extraColumns().contains(id)) {
            toggleExtra(id, true);
        }
        hide();
    });
}

} // namespace cocoon::ui
