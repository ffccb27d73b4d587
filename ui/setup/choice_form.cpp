// SPDX-FileCopyrightText: 2026 The Cocoon authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/setup/choice_form.h"

#include "ui/widgets/labels.h"

#include <QCheckBox>
#include <QComboBox>
#include <QFileDialog>
#include <QFormLayout>
#include <QLineEdit>
#include <QSignalBlocker>
#include <QSpinBox>

namespace cocoon::ui {

using namespace Qt::StringLiterals;

ChoiceForm::ChoiceForm(setup::Desk& desk, QWidget* parent)
    : Card(tr("Your choice"), parent)
    , m_desk(desk)
    , m_form(new QFormLayout)
{
    m_form->setFieldGrowthPolicy(QFormLayout::AllNonFixedFieldsGrow);
    m_form->setRowWrapPolicy(QFormLayout::WrapLongRows);
    m_form->setHorizontalSpacing(16);
    m_form->setVerticalSpacing(8);
    m_form->setLabelAlignment(Qt::AlignLeft | Qt::AlignVCenter);
    content()->addLayout(m_form);
}

QJsonValue ChoiceForm::wanted(const QString& path) const
{
    const QJsonObject all = m_desk.intent().toJson();
    return path.contains(u'.') ? all.value(path.section(u'.', 0, 0)).toObject().value(path.section(u'.', 1)) : all.value(path);
}

void ChoiceForm::takeFocus(const QString& path)
{
    if (const Field* wanted = field(path)) {
        wanted->editor->setFocus(Qt::OtherFocusReason);
    }
}

ChoiceForm::Field* ChoiceForm::field(const QString& path)
{
    for (Field& field : m_fields) {
        if (field.path == path) {
            return &field;
        }
    }
    return nullptr;
}

void ChoiceForm::add(Field field, const QString& label, QWidget* row)
{
    field.editor->setObjectName(u"intent."_s + field.path);
    field.editor->setAccessibleName(label);
    field.editor->setAccessibleDescription(field.hintText);
    auto* name = makeLabel(label, "");
    name->setBuddy(field.editor);
    auto* column = new QVBoxLayout; // no widget of its own: a screen reader finds a label only beside its field
    column->setContentsMargins(0, 0, 0, 4);
    column->setSpacing(2);
    column->addWidget(row != nullptr ? row : field.editor);
    field.hint = makeText(field.hintText, "small");
    column->addWidget(field.hint);
    m_form->addRow(name, column);
    field.hint->setVisible(!field.hintText.isEmpty());
    field.row = m_form->rowCount() - 1;
    m_fields.append(field);
}

void ChoiceForm::change(const QString& path, const QString& value)
{
    Field* changed = field(path);
    const Result<Done> edited = m_desk.edit(path, value);
    changed->hint->setText(edited ? changed->hintText : edited.error().message);
    changed->hint->setVisible(!changed->hint->text().isEmpty());
    setStyled(changed->hint, "role", u"small"_s);
    setStyled(changed->hint, "tone", edited ? QString() : u"error"_s);
}

void ChoiceForm::addCombo(const QString& path, const QString& label, const QString& hint, Options options)
{
    auto* combo = new QComboBox;
    combo->setSizeAdjustPolicy(QComboBox::AdjustToMinimumContentsLengthWithIcon);
    combo->setMinimumContentsLength(16);
    connect(combo, &QComboBox::activated, this, [this, combo, path](int index) { change(path, combo->itemData(index).toString()); });
    connect(combo, &QComboBox::currentTextChanged, combo, &QWidget::setToolTip);
    add({ path, combo, nullptr, hint, std::move(options) }, label);
}

void ChoiceForm::addText(const QString& path, const QString& label, const QString& hint, const QString& placeholder)
{
    auto* line = new QLineEdit;
    line->setPlaceholderText(placeholder);
    line->setToolTip(placeholder);
    connect(line, &QLineEdit::editingFinished, this, [this, line, path] {
        if (line->isModified()) {
            line->setModified(false);
            change(path, line->text().trimmed());
        }
    });
    add({ path, line, nullptr, hint, {} }, label);
}

void ChoiceForm::addFile(const QString& path, const QString& label, const QString& hint)
{
    auto* row = new QWidget;
    auto* layout = new QHBoxLayout(row);
    layout->setContentsMargins(0, 0, 0, 0);
    auto* line = new QLineEdit;
    auto* choose = makeButton(tr("Choose …"), "small");
    layout->addWidget(line, 1);
    layout->addWidget(choose);
    connect(line, &QLineEdit::editingFinished, this, [this, line, path] {
        if (line->isModified()) {
            line->setModified(false);
            change(path, line->text().trimmed());
        }
    });
    connect(choose, &QPushButton::clicked, this, [this, line, path, label] {
        const QString file = QFileDialog::getOpenFileName(this, label);
        if (!file.isEmpty()) {
            line->setText(file);
            change(path, file);
        }
    });
    add({ path, line, nullptr, hint, {} }, label, row);
}

void ChoiceForm::addCheck(const QString& path, const QString& label, const QString& hint)
{
    auto* check = new QCheckBox(label);
    connect(check, &QCheckBox::clicked, this, [this, path](bool on) { change(path, on ? u"true"_s : u"false"_s); });
    add({ path, check, nullptr, hint, {} }, QString());
    check->setAccessibleName(label);
}

void ChoiceForm::addNumber(const QString& path, const QString& label, const QString& hint, int least, int most)
{
    auto* number = new QSpinBox;
    number->setRange(least, most);
    number->setKeyboardTracking(false);
    connect(number, &QSpinBox::valueChanged, this, [this, path](int value) { change(path, QString::number(value)); });
    add({ path, number, nullptr, hint, {} }, label);
}

void ChoiceForm::onlyWhen(const QString& path, std::function<bool(const plan::Intent&)> counts, bool vanishes)
{
    Field* ruled = field(path);
    ruled->counts = std::move(counts);
    ruled->vanishes = vanishes;
}

void ChoiceForm::hintWhen(const QString& path, std::function<bool(const plan::Intent&)> counts, const QString& hint)
{
    Field* ruled = field(path);
    ruled->hasOtherHint = std::move(counts);
    ruled->otherHint = hint;
}

/// A refusal that stands in its place stays until the field is put right.
void ChoiceForm::refreshHint(Field& field)
{
    if (!field.hasOtherHint || field.hint->text() != field.hintText) {
        return;
    }
    if (field.usualHint.isEmpty()) {
        field.usualHint = field.hintText;
    }
    field.hintText = field.hasOtherHint(m_desk.intent()) ? field.otherHint : field.usualHint;
    field.hint->setText(field.hintText);
    field.editor->setAccessibleDescription(field.hintText);
}

void ChoiceForm::refresh()
{
    for (Field& field : m_fields) {
        refreshHint(field);
        const bool counts = !field.counts || field.counts(m_desk.intent());
        field.editor->setEnabled(counts && !m_desk.isRunning());
        m_form->setRowVisible(field.row, counts || !field.vanishes);
        field.hint->setVisible((counts || !field.vanishes) && !field.hint->text().isEmpty());
        const QJsonValue value = wanted(field.path);
        const QSignalBlocker quiet(field.editor);
        if (auto* combo = qobject_cast<QComboBox*>(field.editor)) {
            QList<Option> options = field.options(m_desk.world(), m_desk.intent());
            const auto isWanted = [&value](const Option& option) { return option.value == value.toString(); };
            if (std::none_of(options.begin(), options.end(), isWanted)) {
                options.prepend({ value.toString(), value.toString() });
            }
            bool isSame = combo->count() == options.size();
            for (int i = 0; isSame && i < combo->count(); ++i) {
                isSame = combo->itemData(i).toString() == options.at(i).value && combo->itemText(i) == options.at(i).text;
            }
            if (!isSame) {
                combo->clear();
                for (const Option& option : options) {
                    combo->addItem(option.text, option.value);
                }
            }
            combo->setCurrentIndex(combo->findData(value.toString()));
            combo->setToolTip(combo->currentText()); // what is chosen may be longer than the field
        } else if (auto* line = qobject_cast<QLineEdit*>(field.editor)) {
            // What is being typed stays; what was refused stays too, so that it can be put right.
            if (!line->isModified() && !line->hasFocus() && field.hint->text() == field.hintText) {
                line->setText(value.toString());
            }
        } else if (auto* check = qobject_cast<QCheckBox*>(field.editor)) {
            check->setChecked(value.toBool());
        } else if (auto* number = qobject_cast<QSpinBox*>(field.editor)) {
            if (!number->hasFocus()) {
                number->setValue(value.toInt());
            }
        }
    }
}

} // namespace cocoon::ui
