// SPDX-FileCopyrightText: 2026 The Cocoon authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/words/language.h"

#include <QCoreApplication>
#include <QDir>
#include <QLibraryInfo>
#include <QLocale>

namespace cocoon::words {

using namespace Qt::StringLiterals;

namespace {
    const QString kFolder = u":/cocoon/i18n"_s;

    /// lupdate takes the namespace a free function stands in for the context of its words, whatever that function passes to
    /// QCoreApplication::translate: so what is not found where it was asked for is looked for there.
    class Translator : public QTranslator {
    public:
        explicit Translator(bool hasOnlyPlurals)
            : m_hasOnlyPlurals(hasOnlyPlurals)
        {
        }
        bool isEmpty() const override { return false; }
        QString translate(const char* context, const char* source, const char* disambiguation, int n) const override
        {
            if (m_hasOnlyPlurals && n < 0) {
                return {};
            }
            QString found = QTranslator::translate(context, source, disambiguation, n);
            for (const char* other : { "cocoon::words", "cocoon::setup", "cocoon::ui", "cocoon::ctl", "cocoon", "words" }) {
                if (!found.isNull()) {
                    break;
                }
                found = QTranslator::translate(other, source, disambiguation, n);
            }
            return found;
        }

    private:
        const bool m_hasOnlyPlurals; ///< as English, in which the words are written: the rest need not be looked for seven times
    };
}

QStringList Language::available()
{
    QStringList codes { u"en"_s };
    const QStringList files = QDir(kFolder).entryList({ u"cocoon_*.qm"_s }, QDir::Files, QDir::Name);
    for (const QString& file : files) {
        const QString code = file.section(u'_', 1).section(u'.', 0, 0);
        if (!codes.contains(code)) {
            codes.append(code);
        }
    }
    return codes;
}

Language::Language(const QString& code)
    : m_code(code.isEmpty() ? QLocale().name().section(u'_', 0, 0) : code)
{
    if (!available().contains(m_code)) {
        m_code = u"en"_s;
    }
    const auto install = [this](std::unique_ptr<QTranslator> translator, const QString& name, const QString& folder) {
        if (translator->load(name, folder)) {
            QCoreApplication::installTranslator(translator.get());
            m_translators.push_back(std::move(translator));
        }
    };
    install(std::make_unique<QTranslator>(), u"qtbase_"_s + m_code, QLibraryInfo::path(QLibraryInfo::TranslationsPath));
    install(std::make_unique<Translator>(m_code == u"en"), u"cocoon_"_s + m_code, kFolder);
}

Language::~Language()
{
    for (const std::unique_ptr<QTranslator>& translator : m_translators) {
        QCoreApplication::removeTranslator(translator.get());
    }
}

} // namespace cocoon::words
