// SPDX-FileCopyrightText: 2026 The Cocoon authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "test/gui/words_scan.h"

#include "models/items/roles.h"
#include "ui/pods/events_view.h"
#include "ui/theme/theme.h"
#include "ui/widgets/chip.h"
#include "ui/widgets/facts_grid.h"
#include "ui/widgets/labels.h"

#include <QAbstractButton>
#include <QAbstractItemDelegate>
#include <QComboBox>
#include <QHeaderView>
#include <QLineEdit>
#include <QListWidget>
#include <QPlainTextEdit>
#include <QRegularExpression>
#include <QScrollArea>
#include <QScrollBar>
#include <QStyle>
#include <QStyleOptionComboBox>
#include <QTabBar>
#include <QToolButton>
#include <QTableView>

namespace cocoon::test {

using namespace Qt::StringLiterals;

QString Pseudo::translate(const char* context, const char* source, const char*, int n) const
{
    const QByteArray from(context);
    if (!from.startsWith("cocoon") && from != "words") {
        return {};
    }
    QString text = QString::fromUtf8(source);
    if (n >= 0) {
        text.replace(u"%n"_s, QString::number(n));
    }
    return u"⟦"_s + text + QString(u" ~~~~~"_s).repeated(static_cast<int>(text.size()) / 18 + 1) + u"⟧"_s;
}

namespace {
    struct Said {
        QString text;
        bool isData = false;
        bool fits = true;
    };

    template <class T>
    bool isIn(const QWidget& widget)
    {
        const QWidget* up = widget.parentWidget();
        while (up != nullptr && qobject_cast<const T*>(up) == nullptr) {
            up = up->parentWidget();
        }
        return up != nullptr;
    }

    /// Identifiers, names, figures and what others report are the world's words, not ours.
    bool isData(const QWidget& widget)
    {
        static const QStringList names { u"header.cluster"_s, u"settings.language"_s, u"pods.namespace"_s };
        const QString role = widget.property("role").toString();
        const auto* label = qobject_cast<const QLabel*>(&widget);
        const bool isFact = label != nullptr && label->wordWrap() && qobject_cast<const ui::FactsGrid*>(widget.parentWidget()) != nullptr;
        return role == u"mono" || role == u"strong" || role == u"brand" || role == u"figure" || isFact || isIn<ui::EventsView>(widget) || names.contains(widget.objectName());
    }

    /// Names of things, such as eu-de or 10.240.0.4: each a word with a figure or a mark in it. And a condition as Kubernetes calls it.
    bool isName(const QString& text)
    {
        static const QRegularExpression name(uR"(^(\S*[0-9./:_-]\S*\s*)+$)"_s);
        return text == u"Ready" || name.match(text).hasMatch();
    }

    bool isWide(const QFontMetrics& metrics, const QString& text, int room)
    {
        return metrics.horizontalAdvance(text) > room + 1;
    }

    bool isClipped(const QWidget& widget)
    {
        const auto* label = qobject_cast<const QLabel*>(&widget);
        if (label != nullptr && label->wordWrap()) {
            return label->heightForWidth(label->width()) > label->height() + 1;
        }
        return widget.minimumSizeHint().width() > widget.width() + 1 || widget.minimumSizeHint().height() > widget.height() + 1;
    }

    /// Some of it is beside the window or the page, where nobody can scroll to.
    bool isCut(const QWidget& widget)
    {
        const QWidget* frame = widget.window();
        for (const QWidget* up = widget.parentWidget(); up != nullptr && !up->isWindow(); up = up->parentWidget()) {
            if (const auto* scroll = qobject_cast<const QAbstractScrollArea*>(up->parentWidget()); scroll != nullptr && scroll->viewport() == up) {
                if (scroll->horizontalScrollBar()->maximum() > 0 && scroll->horizontalScrollBarPolicy() != Qt::ScrollBarAlwaysOff) {
                    return false;
                }
                frame = up;
                break;
            }
        }
        const int left = widget.mapTo(frame, QPoint()).x();
        return left < -1 || left + widget.width() > frame->width() + 1;
    }

    /// A state is one word and read whole; what else a cell has no room for is in its tool tip.
    void addStates(QList<Said>& all, const QTableView& table)
    {
        constexpr int kRows = 20;
        for (int column = 0; column < table.model()->columnCount(); ++column) {
            for (int row = 0; row < qMin(table.model()->rowCount(), kRows) && !table.isColumnHidden(column); ++row) {
                const QModelIndex cell = table.model()->index(row, column);
                if (cell.data(items::MarkRole).isValid()) {
                    all.append({ cell.data().toString(), true, table.itemDelegate()->sizeHint({}, cell).width() <= table.columnWidth(column) + 1 });
                }
            }
        }
    }

    QList<Said> saidBy(const QWidget& widget, const ui::Theme& theme)
    {
        QList<Said> all;
        if (const auto* chip = qobject_cast<const ui::Chip*>(&widget)) {
            all.append({ chip->word(), isData(widget), chip->width() >= chip->sizeHint().width() });
        } else if (const auto* elided = qobject_cast<const ui::ElidedLabel*>(&widget)) {
            all.append({ elided->fullText(), isData(widget) }); // it says "…", and the whole in its tool tip
        } else if (const auto* label = qobject_cast<const QLabel*>(&widget)) {
            const bool isUnit = widget.property("role").toString() == u"unit"; // the same few letters in every language
            all.append({ label->text(), isData(widget), isUnit || (!isClipped(widget) && !isCut(widget)) });
        } else if (const auto* button = qobject_cast<const QAbstractButton*>(&widget)) {
            const auto* tool = qobject_cast<const QToolButton*>(&widget);
            const bool isIcon = tool != nullptr && tool->toolButtonStyle() == Qt::ToolButtonIconOnly && !tool->toolTip().isEmpty();
            all.append({ button->text(), isData(widget), (isIcon || !isClipped(widget)) && !isCut(widget) });
        } else if (const auto* combo = qobject_cast<const QComboBox*>(&widget)) {
            QStyleOptionComboBox option;
            option.initFrom(combo);
            option.subControls = QStyle::SC_All;
            const int room = combo->style()->subControlRect(QStyle::CC_ComboBox, &option, QStyle::SC_ComboBoxEditField, combo).width();
            for (int i = 0; i < combo->count() && !combo->isEditable(); ++i) {
                const bool isWhole = !isWide(combo->fontMetrics(), combo->itemText(i), room) || combo->toolTip().contains(combo->itemText(i));
                all.append({ combo->itemText(i), isData(widget), i != combo->currentIndex() || (isWhole && !isCut(widget)) });
            }
        } else if (const auto* line = qobject_cast<const QLineEdit*>(&widget)) {
            const bool isWhole = !isWide(line->fontMetrics(), line->placeholderText(), line->width() - theme.px(16)) || line->toolTip().contains(line->placeholderText());
            all.append({ line->placeholderText(), false, !line->text().isEmpty() || isWhole });
        } else if (const auto* text = qobject_cast<const QPlainTextEdit*>(&widget)) {
            all.append({ text->placeholderText() });
        } else if (const auto* tabs = qobject_cast<const QTabBar*>(&widget)) {
            QFont bold(tabs->font());
            bold.setWeight(QFont::DemiBold);
            for (int i = 0; i < tabs->count(); ++i) {
                if (tabs->isTabVisible(i)) {
                    const QRect tab = tabs->tabRect(i);
                    all.append({ tabs->tabText(i), false, tab.right() <= tabs->width() && !isWide(QFontMetrics(i == tabs->currentIndex() ? bold : tabs->font()), tabs->tabText(i), tab.width()) });
                    all.append({ tabs->tabToolTip(i) });
                }
            }
        } else if (const auto* header = qobject_cast<const QHeaderView*>(&widget); header != nullptr && header->model() != nullptr && header->orientation() == Qt::Horizontal) {
            const QFontMetrics metrics(theme.font(u"label"_s, QFont::DemiBold));
            for (int i = 0; i < header->count(); ++i) {
                if (!header->isSectionHidden(i)) {
                    const QString heading = header->model()->headerData(i, Qt::Horizontal).toString();
                    all.append({ heading, false, !isWide(metrics, heading, header->sectionSize(i) - theme.px(16)) });
                    all.append({ header->model()->headerData(i, Qt::Horizontal, Qt::ToolTipRole).toString() });
                }
            }
        } else if (const auto* list = qobject_cast<const QListWidget*>(&widget)) {
            for (int i = 0; i < list->count(); ++i) {
                const QListWidgetItem& entry = *list->item(i);
                all.append({ entry.text(), false, !isWide(list->fontMetrics(), entry.text(), list->viewport()->width()) || entry.toolTip().contains(entry.text()) });
            }
        } else if (const auto* table = qobject_cast<const QTableView*>(&widget); table != nullptr && table->model() != nullptr) {
            addStates(all, *table);
        }
        if (!widget.toolTip().isEmpty() && qobject_cast<const ui::ElidedLabel*>(&widget) == nullptr) {
            all.append({ widget.toolTip(), isData(widget) });
        }
        return all;
    }
}

QStringList wrongWords(const QWidget& root, const ui::Theme& theme)
{
    static const QRegularExpression word(u"[A-Za-z]{3,}"_s);
    QStringList wrong;
    for (const QWidget* widget : root.findChildren<QWidget*>()) {
        if (!widget->isVisible()) {
            continue;
        }
        const QString where = u"%1 %2"_s.arg(QString::fromLatin1(widget->metaObject()->className()), widget->objectName());
        for (const Said& said : saidBy(*widget, theme)) {
            if (!said.text.contains(u'⟦') && word.match(said.text).hasMatch() && !said.isData && !isName(said.text)) {
                wrong.append(u"not translated: %1 (%2)"_s.arg(said.text, where));
            }
            if (!said.text.isEmpty() && !said.fits) {
                wrong.append(u"does not fit: %1 (%2)"_s.arg(said.text, where));
            }
        }
    }
    return wrong;
}

} // namespace cocoon::test
