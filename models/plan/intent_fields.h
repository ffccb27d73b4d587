// SPDX-FileCopyrightText: 2026 The Cocoon authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "models/plan/intent.h"

#include <QJsonValue>
#include <QList>
#include <QRegularExpression>

#include <functional>

namespace cocoon::plan {

/// One field of the Intent file: how it is called, checked, read and written. Parser, template and editor share this table;
/// resources/schemas/intent.json says the same for other programs (a test compares them).
struct IntentField {
    enum class Type { Text, Boolean, Number, List, Labels };
    QString path; ///< "trust.url", "cluster"
    Type type = Type::Text;
    QRegularExpression pattern; ///< of the whole text, for texts and list items
    const char* hint = ""; ///< what is allowed, for the error message; translated there
    QString comment; ///< for the template
    std::function<QJsonValue(const Intent&)> read;
    std::function<void(Intent&, const QJsonValue&)> write;

    QString section() const { return path.contains(u'.') ? path.section(u'.', 0, 0) : QString(); }
    QString name() const { return path.section(u'.', -1); }
    /// Empty when the value fits, else what is wrong.
    QString complaint(const QJsonValue& value) const;
};

const QList<IntentField>& intentFields();

} // namespace cocoon::plan
