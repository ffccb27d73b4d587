// SPDX-FileCopyrightText: 2026 The Cocoon authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/cocoonctl/credentials.h"

#include "app/cocoonctl/output.h"
#include "services/base/small_file.h"

#include <iostream>
#include <string>
#include <termios.h>
#include <unistd.h>

namespace cocoon::ctl {

using namespace Qt::StringLiterals;

namespace {
    constexpr qint64 kMaxKeyFile = 64 * 1024;
}

bool hasTerminal()
{
    return isatty(STDIN_FILENO) != 0 && isatty(STDERR_FILENO) != 0;
}

Result<Secret> askSecret(const QString& question)
{
    if (!hasTerminal()) {
        return fail(Errc::Precondition, u"%1 must be typed, and there is no terminal."_s.arg(question));
    }
    termios before {};
    tcgetattr(STDIN_FILENO, &before);
    termios silent = before;
    silent.c_lflag &= ~static_cast<tcflag_t>(ECHO);
    tcsetattr(STDIN_FILENO, TCSANOW, &silent); // before the question: who pastes at once must not see it
    std::fprintf(stderr, "%s: ", qUtf8Printable(question));
    std::string line;
    std::getline(std::cin, line);
    tcsetattr(STDIN_FILENO, TCSANOW, &before);
    std::fprintf(stderr, "\n");
    Secret secret(QByteArray::fromStdString(line).trimmed());
    std::fill(line.begin(), line.end(), '\0');
    if (secret.isEmpty()) {
        return fail(Errc::Invalid, u"Nothing was typed."_s);
    }
    return secret;
}

qsizetype askChoice(const QString& question, const QStringList& choices)
{
    if (!hasTerminal()) {
        return -1;
    }
    for (qsizetype i = 0; i < choices.size(); ++i) {
        std::fprintf(stderr, "  %lld  %s\n", static_cast<long long>(i + 1), qUtf8Printable(choices.at(i)));
    }
    std::fprintf(stderr, "%s [1-%lld] ", qUtf8Printable(question), static_cast<long long>(choices.size()));
    std::string line;
    std::getline(std::cin, line);
    bool isNumber = false;
    const qsizetype number = QString::fromStdString(line).trimmed().toLongLong(&isNumber);
    return isNumber && number >= 1 && number <= choices.size() ? number - 1 : -1;
}

bool askYes(const QString& question)
{
    if (!hasTerminal()) {
        return false;
    }
    std::fprintf(stderr, "%s [y/N] ", qUtf8Printable(question));
    std::string line;
    std::getline(std::cin, line);
    return line == "y" || line == "yes" || line == "Y";
}

Result<ibm::Login> readLogin(const Options& options)
{
    ibm::Login login;
    login.accountId = options.account;
    if (options.passcode) {
        return login;
    }
    if (!options.apiKeyFile.isEmpty()) {
        const Result<QByteArray> key = readSmallFile(u"API key file"_s, options.apiKeyFile, kMaxKeyFile);
        if (!key) {
            return tl::unexpected(key.error());
        }
        if (const QString warning = keyFileWarning(options); !warning.isEmpty()) {
            printNote(u"! "_s + warning);
        }
        login.apiKey = Secret(key->trimmed());
        if (login.apiKey.isEmpty()) {
            return fail(Errc::Invalid, u"The API key file %1 is empty."_s.arg(options.apiKeyFile));
        }
        return login;
    }
    login.apiKey = options.environmentKey;
    return login;
}

QString keyFileWarning(const Options& options)
{
    return !options.passcode && isOpenToOthers(options.apiKeyFile)
        ? u"%1 holds a key and is open to other users of this machine: chmod 600 it."_s.arg(options.apiKeyFile)
        : QString();
}

} // namespace cocoon::ctl
