// SPDX-FileCopyrightText: 2026 The Cocoon authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "models/world/query.h"
#include "services/base/error.h"

#include <QCoreApplication>

/// Errors and questions in the user's language, for the window and the command line alike.
namespace cocoon::words {

/// The three parts every error has.
struct Explanation {
    QString tried; ///< "While applying ConfigMap peer-pods-cm"; empty when not known
    QString cameBack; ///< "The API server refused (403): …"
    QString doNext; ///< "Ask for the right … or use another kubeconfig."
    /// One paragraph of all parts that are not empty.
    QString text() const;
};

Explanation explain(const Error& error);

/// What a question is about: "nodes", "the images in eu-de".
QString question(const world::Query& query);

inline QString tr(const char* text)
{
    return QCoreApplication::translate("cocoon::words", text);
}

} // namespace cocoon::words
