// SPDX-FileCopyrightText: 2026 The Cocoon authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QStringList>
#include <QTranslator>

#include <memory>
#include <vector>

namespace cocoon::words {

/// The language of everything the user reads. English is the language of the sources; its translation only holds plurals.
/// Owned by main(); takes its translators out when it goes. Thread: GUI thread.
class Language {
public:
    /// Installs the translations of `code` ("de", "ja", "en"), of Qt's own words too; "" is the desktop's language, and English
    /// where that one has no translation. Words that are on screen already are not changed.
    explicit Language(const QString& code);
    ~Language();
    Language(const Language&) = delete;
    Language& operator=(const Language&) = delete;

    QString code() const { return m_code; } ///< what it came to
    /// All that there are, English first.
    static QStringList available();

private:
    QString m_code;
    std::vector<std::unique_ptr<QTranslator>> m_translators;
};

} // namespace cocoon::words
