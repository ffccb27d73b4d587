// SPDX-FileCopyrightText: 2026 The Cocoon authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "services/base/redact.h"

#include <QRegularExpression>

namespace cocoon {

using namespace Qt::StringLiterals;

namespace {
    // What a text was cut off in the middle of is a secret too: every end is optional.
    const QString kNames = uR"re((?:api[_-]?key|(?:access|refresh|id|cr|bearer|auth|session)[_-]?token|token|passcode|password|passwd|client[_-]?secret|client[_-]?key(?:[_-]?data)?|private[_-]?key|user_data))re"_s;

    struct Rule {
        QRegularExpression form;
        QString instead;
    };

    const QList<Rule>& rules()
    {
        constexpr auto kFree = QRegularExpression::CaseInsensitiveOption;
        static const QList<Rule> all {
            // "name": "value"
            { QRegularExpression(uR"re(("[\w.-]*%1"\s*:\s*)"(?:[^"\\]|\\.)*"?)re"_s.arg(kNames), kFree), u"\\1\"[removed]\""_s },
            // the same in a JSON text inside a JSON text
            { QRegularExpression(uR"re((\\"[\w.-]*%1\\"\s*:\s*\\").*?(?=\\"|"|$))re"_s.arg(kNames), kFree), u"\\1[removed]"_s },
            // name=value, --name value, name='value', and name: value where that does not look like a word
            { QRegularExpression(uR"re(((?:\b|_)%1\s*=\s*|--%1\s+)(?!["'\s\[])[^\s"'&,;\\]+)re"_s.arg(kNames), kFree), u"\\1[removed]"_s },
            { QRegularExpression(uR"re(((?:\b|_)%1\s*[=:]\s*|--%1\s+)'[^']*'?)re"_s.arg(kNames), kFree), u"\\1[removed]"_s },
            { QRegularExpression(uR"re(((?:\b|_)%1\s*:\s*)(?=[^\s"'&,;\\]*\d)[^\s"'&,;\\]{12,})re"_s.arg(kNames), kFree), u"\\1[removed]"_s },
            { QRegularExpression(uR"re(\b(Bearer|Basic)\s+[A-Za-z0-9._~+/=-]{16,})re"_s, kFree), u"\\1 [removed]"_s },
            // a JWT, a token of OpenShift, a key in PEM form (its line ends may be written as \n)
            { QRegularExpression(uR"re(\beyJ[A-Za-z0-9_-]{8,}\.[A-Za-z0-9_-]*(?:\.[A-Za-z0-9_-]*)?)re"_s), u"[removed]"_s },
            { QRegularExpression(uR"re(\bsha256~[A-Za-z0-9_-]{20,})re"_s), u"[removed]"_s },
            { QRegularExpression(uR"re(-----BEGIN [A-Z ]*PRIVATE KEY-----[^"]*?(?:-----END [A-Z ]*PRIVATE KEY-----|(?="|$)))re"_s), u"[removed]"_s },
        };
        return all;
    }
}

QString redactedText(const QString& text, const QStringList& known)
{
    QString clean = text;
    for (const QString& secret : known) {
        if (secret.size() >= 6) { // shorter ones are in every other word
            clean.replace(secret, u"[removed]"_s);
        }
    }
    for (const Rule& rule : rules()) {
        clean.replace(rule.form, rule.instead);
    }
    return clean;
}

} // namespace cocoon
