// SPDX-FileCopyrightText: 2026 The Cocoon authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/pods/columns_menu.h"

#include <QHeaderView>
#include <QKeyEvent>
#include <QLineEdit>
#include <QStandardPaths>
#include <QWidgetAction>

namespace cocoon::ui {

using namespace Qt::StringLiterals;

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

    constexpr char kColumns[] = "columns";
    constexpr char kExtras[] = "extraColumns";
}

ColumnsMenu::ColumnsMenu(DataTable& table, QWidget* parent)
    : QMenu(parent)
    , m_table(table)
    , m_settings(QStandardPaths::writableLocation(QStandardPaths::GenericConfigLocation) + u"/cocoon/window.ini"_s, QSettings::IniFormat)
{
    connect(this, &QMenu::aboutToShow, this, &ColumnsMenu::fill);
    connect(table.horizontalHeader(), &QHeaderView::sectionMoved, this, &ColumnsMenu::save);
}

void ColumnsMenu::use(items::ChosenColumns& choice, QAbstractItemModel& model)
{
    m_choice = &choice;
    m_model = &model;
    disconnect(m_reset);
    m_reset = connect(&model, &QAbstractItemModel::modelReset, this, &ColumnsMenu::restore); // its columns may be others
    restore();
}

QString ColumnsMenu::key(const char* what) const
{
    return m_choice->settingsGroup() + u'/' + QLatin1String(what);
}

QList<int> ColumnsMenu::shown() const
{
    QList<int> columns;
    for (int visual = 0; visual < m_model->columnCount(); ++visual) {
        const int column = m_table.horizontalHeader()->logicalIndex(visual);
        if (!m_table.isColumnHidden(column)) {
            columns.append(column);
        }
    }
    return columns;
}

void ColumnsMenu::restore()
{
    if (m_isRestoring || m_choice->fixedColumns() == 0) {
        return;
    }
    m_isRestoring = true;
    m_choice->setExtraColumns(m_settings.value(key(kExtras)).toStringList());
    const QStringList wanted = m_settings.value(key(kColumns), m_choice->standardColumns()).toStringList();
    QHeaderView* header = m_table.horizontalHeader();
    int visual = 0;
    for (const QString& id : wanted) {
        for (int column = 0; column < m_model->columnCount(); ++column) {
            if (m_choice->columnId(column) == id) {
                header->moveSection(header->visualIndex(column), visual++);
            }
        }
    }
    for (int column = 0; column < m_model->columnCount(); ++column) {
        m_table.setColumnHidden(column, column != m_choice->nameColumn() && !wanted.contains(m_choice->columnId(column)));
    }
    m_isRestoring = false;
}

void ColumnsMenu::save()
{
    if (m_isRestoring || m_choice->fixedColumns() == 0) {
        return;
    }
    QStringList ids;
    for (const int column : shown()) {
        ids.append(m_choice->columnId(column));
    }
    m_settings.setValue(key(kColumns), ids);
    m_settings.setValue(key(kExtras), m_choice->extraColumns());
}

void ColumnsMenu::toggle(int column, bool isShown)
{
    m_table.setColumnHidden(column, !isShown);
    save();
}

void ColumnsMenu::toggleExtra(const QString& id, bool isShown)
{
    QStringList extras = m_choice->extraColumns();
    save();
    QStringList ids = m_settings.value(key(kColumns)).toStringList();
    if (isShown) {
        extras.append(id);
        ids.append(id);
    } else {
        extras.removeAll(id);
        ids.removeAll(id);
    }
    m_settings.setValue(key(kExtras), extras);
    m_settings.setValue(key(kColumns), ids);
    restore();
}

void ColumnsMenu::fill()
{
    qDeleteAll(findChildren<QMenu*>(Qt::FindDirectChildrenOnly)); // clear() leaves them
    clear();
    for (int column = 0; column < m_choice->fixedColumns(); ++column) {
        QAction* action = addAction(m_model->headerData(column, Qt::Horizontal, Qt::DisplayRole).toString());
        action->setCheckable(true);
        action->setChecked(!m_table.isColumnHidden(column));
        action->setEnabled(column != m_choice->nameColumn());
        connect(action, &QAction::toggled, this, [this, column](bool on) { toggle(column, on); });
    }
    addSeparator();
    addExtras(addMenu(tr("Labels")), u"label:"_s, m_choice->commonKeys(true));
    addExtras(addMenu(tr("Annotations")), u"annotation:"_s, m_choice->commonKeys(false));
    addSeparator();
    connect(addAction(tr("Standard columns")), &QAction::triggered, this, [this] {
        m_settings.remove(key(kColumns));
        m_settings.remove(key(kExtras));
        restore();
    });
}

void ColumnsMenu::addExtras(QMenu* menu, const QString& prefix, const QStringList& keys)
{
    QStringList all = keys;
    for (const QString& extra : m_choice->extraColumns()) { // also of pods that are not here just now
        if (extra.startsWith(prefix) && !all.contains(extra.mid(prefix.size()))) {
            all.append(extra.mid(prefix.size()));
        }
    }
    for (const QString& key : std::as_const(all)) {
        QAction* action = menu->addAction(key);
        action->setCheckable(true);
        action->setChecked(m_choice->extraColumns().contains(prefix + key));
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
        if (id != prefix && !m_choice->extraColumns().contains(id)) {
            toggleExtra(id, true);
        }
        hide();
    });
}

} // namespace cocoon::ui
