// SPDX-FileCopyrightText: 2026 The Cocoon authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/pods/namespace_box.h"

#include "models/words/words.h"

#include <QAbstractItemView>
#include <QLineEdit>

namespace cocoon::ui {

NamespaceBox::NamespaceBox(dashboard::ClusterReader& reader, QWidget* parent)
    : QComboBox(parent)
    , m_reader(reader)
{
    setObjectName(QStringLiteral("pods.namespace"));
    setSizeAdjustPolicy(AdjustToContents);
    setInsertPolicy(NoInsert); // an item that Qt makes of what was typed has no data, and would mean all
    addItem(tr("All namespaces"), QString());
    connect(this, &QComboBox::activated, this, [this](int index) { Q_EMIT chosen(itemData(index).toString()); });
}

void NamespaceBox::choose(const QString& ns)
{
    int index = findData(ns);
    if (index < 0) {
        index = 1;
        while (index < count() && itemText(index) < ns) {
            ++index;
        }
        insertItem(index, ns, ns);
    }
    setCurrentIndex(index);
}

void NamespaceBox::showPopup()
{
    read();
    QComboBox::showPopup();
}

void NamespaceBox::read()
{
    if (m_isReading) {
        return;
    }
    m_isReading = true;
    m_reader.namespaces()->then(this, [this](const Result<QStringList>& names) {
        m_isReading = false;
        setToolTip(names ? QString() : words::explain(names.error()).text());
        if (names) {
            take(*names);
        }
        if (names || names.error().code == Errc::Forbidden) { // another failure says nothing about what may be listed
            setTyped(!names);
        }
    });
}

/// Item by item: what has not changed stays where it is, also under the mouse.
void NamespaceBox::take(const QStringList& names)
{
    const bool wasEmpty = count() == 1;
    QStringList wanted = names;
    if (!ns().isEmpty() && !wanted.contains(ns())) {
        wanted.append(ns());
    }
    wanted.sort();
    int at = 1;
    for (const QString& name : std::as_const(wanted)) {
        while (at < count() && itemText(at) < name) {
            removeItem(at);
        }
        if (at == count() || itemText(at) != name) {
            insertItem(at, name, name);
        }
        ++at;
    }
    while (count() > at) {
        removeItem(at);
    }
    if (wasEmpty && count() > 1 && view()->isVisible()) {
        QComboBox::showPopup(); // as high as the list is now
    }
}

void NamespaceBox::setTyped(bool isTyped)
{
    if (isEditable() == isTyped) {
        return;
    }
    setEditable(isTyped);
    if (isTyped) {
        setInsertPolicy(NoInsert); // an item of Qt's own has no data, which would mean all namespaces
        connect(lineEdit(), &QLineEdit::editingFinished, this, [this] {
            const QString typed = currentText().trimmed();
            if (!typed.isEmpty() && findText(typed) < 0) { // what is listed already Qt chooses
                choose(typed);
                Q_EMIT chosen(typed);
            }
        });
    }
}

} // namespace cocoon::ui
