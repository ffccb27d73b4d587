// SPDX-FileCopyrightText: 2026 The Cocoon authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/pods/text_tools.h"

#include "ui/widgets/labels.h"
#include "ui/widgets/save_file.h"

#include <QCheckBox>
#include <QFileDialog>
#include <QHBoxLayout>
#include <QPlainTextEdit>

namespace cocoon::ui {

TextTools::TextTools(QPlainTextEdit* text, QWidget* parent)
    : QWidget(parent)
    , m_text(text)
    , m_row(new QHBoxLayout(this))
{
    m_row->setContentsMargins(0, 0, 0, 0);
    m_row->setSpacing(8);
    auto* wrap = new QCheckBox(tr("Wrap"));
    wrap->setObjectName(QStringLiteral("text.wrap"));
    QPushButton* copy = makeButton(tr("Copy"), "small");
    QPushButton* save = makeButton(tr("Save …"), "small");
    m_row->addWidget(wrap);
    m_row->addStretch(1);
    m_row->addWidget(copy);
    m_row->addWidget(save);
    connect(wrap, &QCheckBox::toggled, text, [text](bool isOn) { text->setLineWrapMode(isOn ? QPlainTextEdit::WidgetWidth : QPlainTextEdit::NoWrap); });
    connect(copy, &QPushButton::clicked, this, [this, copy] { copyWithWord(copy, m_text->toPlainText()); });
    connect(save, &QPushButton::clicked, this, &TextTools::save);
    const auto enable = [text, copy, save] {
        const bool isThere = !text->document()->isEmpty();
        copy->setEnabled(isThere);
        save->setEnabled(isThere);
    };
    connect(text, &QPlainTextEdit::textChanged, this, enable);
    enable();
}

void TextTools::save()
{
    const QString path = QFileDialog::getSaveFileName(this, tr("Save the text"), m_fileName);
    if (!path.isEmpty()) {
        saveFileOrTell(this, path, m_text->toPlainText().toUtf8() + '\n');
    }
}

} // namespace cocoon::ui
