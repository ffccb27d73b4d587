// SPDX-FileCopyrightText: 2026 The Cocoon authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "models/setup/desk.h"
#include "ui/widgets/card.h"

#include <functional>

class QComboBox;
class QFormLayout;
class QLineEdit;

namespace cocoon::ui {

/// "Your choice": the fields of the Intent that belong to a page. What can be chosen comes from the World, with facts beside
/// it; what is chosen goes into the Intent's file at once; what does not fit is said below the field and nothing is lost.
class ChoiceForm : public Card {
    Q_OBJECT
public:
    struct Option {
        QString value;
        QString text;
        bool operator==(const Option& o) const { return value == o.value && text == o.text; }
    };
    using Options = std::function<QList<Option>(const world::World&, const plan::Intent&)>;

    ChoiceForm(setup::Desk& desk, QWidget* parent = nullptr);
    /// `path` as in plan::IntentField. The value of the Intent is always among the options.
    void addCombo(const QString& path, const QString& label, const QString& hint, Options options);
    void addText(const QString& path, const QString& label, const QString& hint, const QString& placeholder = {});
    void addFile(const QString& path, const QString& label, const QString& hint);
    void addCheck(const QString& path, const QString& label, const QString& hint);
    void addNumber(const QString& path, const QString& label, const QString& hint, int least, int most);
    /// The field counts only then. Else it is switched off, or, when it `vanishes`, not shown (a choice above it rules it).
    void onlyWhen(const QString& path, std::function<bool(const plan::Intent&)> counts, bool vanishes);
    /// What is said below the field then, in place of its usual hint.
    void hintWhen(const QString& path, std::function<bool(const plan::Intent&)> counts, const QString& hint);
    /// What the options need to be asked for while the page is on screen.
    void setNeeds(std::function<QList<world::Query>(const world::World&, const plan::Intent&)> needs) { m_needs = std::move(needs); }
    QList<world::Query> needs() const { return m_needs ? m_needs(m_desk.world(), m_desk.intent()) : QList<world::Query>(); }
    void refresh();
    void takeFocus(const QString& path);
    bool isEmpty() const { return m_fields.isEmpty(); }

private:
    struct Field {
        QString path;
        QWidget* editor = nullptr;
        QLabel* hint = nullptr;
        QString hintText;
        Options options;
        int row = 0;
        std::function<bool(const plan::Intent&)> counts {};
        bool vanishes = false;
        std::function<bool(const plan::Intent&)> hasOtherHint {};
        QString otherHint {};
        QString usualHint {};
    };
    QJsonValue wanted(const QString& path) const;
    void add(Field field, const QString& label, QWidget* row = nullptr);
    void change(const QString& path, const QString& value);
    Field* field(const QString& path);
    void refreshHint(Field& field);
    setup::Desk& m_desk;
    QFormLayout* m_form;
    QList<Field> m_fields;
    std::function<QList<world::Query>(const world::World&, const plan::Intent&)> m_needs;
};

} // namespace cocoon::ui
